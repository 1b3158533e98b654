import { Module } from "@nestjs/common";
import { HostsModule } from "../hosts/hosts.module.js";
import { LiveHubModule } from "./hub/live-hub.module.js";
import { LiveGateway } from "./live.gateway.js";
import { LiveSessions } from "./live-sessions.service.js";

@Module({ imports: [LiveHubModule, HostsModule], providers: [LiveSessions, LiveGateway] })
export class LiveModule {}
