import { Module } from "@nestjs/common";
import { LiveHubModule } from "../live/hub/live-hub.module.js";
import { HostsController } from "./hosts.controller.js";
import { HostsRepository } from "./hosts.repository.js";
import { HostsService } from "./hosts.service.js";
import { SysctlsRepository } from "./sysctls.repository.js";
import { SysctlsService } from "./sysctls.service.js";

@Module({
  imports: [LiveHubModule],
  controllers: [HostsController],
  providers: [HostsRepository, HostsService, SysctlsRepository, SysctlsService],
  exports: [HostsService, SysctlsService],
})
export class HostsModule {}
