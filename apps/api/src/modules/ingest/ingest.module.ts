import { Module } from "@nestjs/common";
import { EnrolmentModule } from "../enrolment/enrolment.module.js";
import { HostsModule } from "../hosts/hosts.module.js";
import { LiveHubModule } from "../live/hub/live-hub.module.js";
import { AgentAdmission } from "./agent-admission.service.js";
import { AgentGateway } from "./agent-gateway.service.js";
import { AgentRegistry } from "./agent-registry.service.js";
import { KeyWatch } from "./key-watch.service.js";
import { RetentionService } from "./retention.service.js";
import { SampleWriter } from "./sample-writer.service.js";
import { SamplesRepository } from "./samples.repository.js";
import { TrustedKeys } from "./trusted-keys.js";

@Module({
  imports: [EnrolmentModule, HostsModule, LiveHubModule],
  providers: [
    TrustedKeys,
    KeyWatch,
    AgentAdmission,
    AgentRegistry,
    SamplesRepository,
    SampleWriter,
    RetentionService,
    AgentGateway,
  ],
  exports: [AgentGateway, RetentionService],
})
export class IngestModule {}
