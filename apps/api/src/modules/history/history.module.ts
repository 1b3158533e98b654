import { Module } from "@nestjs/common";
import { HostsModule } from "../hosts/hosts.module.js";
import { HistoryController } from "./history.controller.js";
import { HistoryRepository } from "./history.repository.js";
import { HistoryService } from "./history.service.js";

@Module({
  imports: [HostsModule],
  controllers: [HistoryController],
  providers: [HistoryRepository, HistoryService],
})
export class HistoryModule {}
