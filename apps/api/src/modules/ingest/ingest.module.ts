import { Module } from "@nestjs/common";
import { EnrolmentModule } from "../enrolment/enrolment.module.js";
import { HostsModule } from "../hosts/hosts.module.js";
import { LiveHubModule } from "../live/hub/live-hub.module.js";
import { AgentAdmission } from "./agent-admission.service.js";
import { AgentGateway } from "./agent-gateway.service.js";
import { AgentRegistry } from "./agent-registry.service.js";
import { HostQuotas } from "./host-quotas.js";
import { KeyWatch } from "./key-watch.service.js";
import { OwnersController } from "./owners.controller.js";
import { OwnersService } from "./owners.service.js";
import { RecordStore } from "./record-store.service.js";
import { RecordWriter } from "./record-writer.service.js";
import { RecordsRepository } from "./records.repository.js";
import { RetentionService } from "./retention.service.js";
import { SampleWriter } from "./sample-writer.service.js";
import { SamplesRepository } from "./samples.repository.js";
import { TrustedKeys } from "./trusted-keys.js";
import { WriteTurns } from "./write-turns.js";

@Module({
  imports: [EnrolmentModule, HostsModule, LiveHubModule],
  controllers: [OwnersController],
  providers: [
    TrustedKeys,
    KeyWatch,
    AgentAdmission,
    AgentRegistry,
    HostQuotas,
    OwnersService,
    SamplesRepository,
    RecordsRepository,
    RecordStore,
    WriteTurns,
    SampleWriter,
    RecordWriter,
    RetentionService,
    AgentGateway,
  ],
  exports: [AgentGateway, RetentionService],
})
export class IngestModule {}
