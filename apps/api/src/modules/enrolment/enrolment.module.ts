import { Module } from "@nestjs/common";
import { DownloadsModule } from "../downloads/downloads.module.js";
import { LiveHubModule } from "../live/hub/live-hub.module.js";
import { EnrolmentController } from "./enrolment.controller.js";
import { EnrolmentRepository } from "./enrolment.repository.js";
import { EnrolmentService } from "./enrolment.service.js";

@Module({
  imports: [LiveHubModule, DownloadsModule],
  controllers: [EnrolmentController],
  providers: [EnrolmentRepository, EnrolmentService],
  exports: [EnrolmentService],
})
export class EnrolmentModule {}
