import { Module } from "@nestjs/common";
import { LiveHubModule } from "../live/hub/live-hub.module.js";
import { HostReadingsController } from "./host-readings.controller.js";
import { HostReportsRepository } from "./host-reports.repository.js";
import { HostReports } from "./host-reports.service.js";
import { HostsController } from "./hosts.controller.js";
import { HostsRepository } from "./hosts.repository.js";
import { HostsService } from "./hosts.service.js";
import { SysctlsRepository } from "./sysctls.repository.js";
import { SysctlsService } from "./sysctls.service.js";
import { TopListsRepository } from "./top-lists.repository.js";
import { TopListsService } from "./top-lists.service.js";

@Module({
  imports: [LiveHubModule],
  controllers: [HostsController, HostReadingsController],
  providers: [
    HostsRepository,
    HostsService,
    SysctlsRepository,
    SysctlsService,
    HostReportsRepository,
    HostReports,
    TopListsRepository,
    TopListsService,
  ],
  exports: [HostsService, SysctlsService, HostReports],
})
export class HostsModule {}
