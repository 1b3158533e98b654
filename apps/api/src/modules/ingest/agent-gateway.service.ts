import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { AGENT_PATH } from "@fourtuple/contracts/agent";
import { Inject, Injectable } from "@nestjs/common";
import type { WebSocket } from "ws";
import type { ApiConfig } from "../../config.js";
import { Clock } from "../../platform/clock/clock.js";
import { CONFIG } from "../../platform/config.token.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { HostReports } from "../hosts/host-reports.service.js";
import { SysctlsService } from "../hosts/sysctls.service.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import { AgentAdmission } from "./agent-admission.service.js";
import { AgentConnection, type AgentServices } from "./agent-connection.js";
import { AgentRegistry } from "./agent-registry.service.js";
import { createAgentSocketServer } from "./agent-socket.js";
import { HandshakeLimits } from "./handshake-limits.js";
import { HostQuotas } from "./host-quotas.js";
import { OwnersService } from "./owners.service.js";
import { RecordWriter } from "./record-writer.service.js";
import { SampleWriter } from "./sample-writer.service.js";
import { refuseUpgrade } from "./upgrade-refusal.js";

/** How often silence, lateness and revocation are looked for. */
const SWEEP_MS = 2_500;
/** Agents that answer a close do so at once. */
const GOODBYE_MS = 500;
const DAY_MS = 86_400_000;
const SOCKET_IO_PATH = "/socket.io/";

/** Takes agents' WebSocket connections on the server's own port, and ends every upgrade that is nobody's. */
@Injectable()
export class AgentGateway {
  private readonly sockets = createAgentSocketServer();
  private readonly connections = new Set<AgentConnection>();
  private readonly limits = new HandshakeLimits();
  private readonly services: AgentServices;
  private sweeper: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    admission: AgentAdmission,
    sysctls: SysctlsService,
    reports: HostReports,
    hub: LiveHub,
    quotas: HostQuotas,
    owners: OwnersService,
    private readonly registry: AgentRegistry,
    private readonly writer: SampleWriter,
    private readonly records: RecordWriter,
    private readonly clock: Clock,
    @Inject(CONFIG) config: ApiConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    const retentionMs = config.retentionDays * DAY_MS;
    const readings = { hub, sysctls, reports, quotas, owners };
    this.services = { admission, registry, writer, records, ...readings, clock, log, retentionMs };
  }

  attach(server: Server): void {
    server.on("upgrade", (request, socket, head) => this.upgrade(request, socket, head));
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  /** Takes nothing more, stores and acknowledges what has come, then ends every connection. */
  async stop(deadlineMs: number): Promise<void> {
    this.stopped = true;
    if (this.sweeper) clearInterval(this.sweeper);
    for (const connection of this.connections) connection.stopTaking();
    await Promise.all([this.records.stop(deadlineMs), this.writer.stop(deadlineMs)]);
    await Promise.race([this.sendAway(), delay(GOODBYE_MS, null, { ref: false })]);
    for (const connection of this.connections) connection.terminate();
  }

  private async sendAway(): Promise<void> {
    const ended = [...this.connections].map((connection) => connection.goAway());
    await Promise.all(ended);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = request.url?.split("?", 1)[0] ?? "";
    if (path.startsWith(SOCKET_IO_PATH)) return;
    // A peer that resets its connection early must not end the process.
    socket.on("error", () => socket.destroy());
    const address = request.socket.remoteAddress ?? "unknown";
    const refusal = path === AGENT_PATH ? this.refusalOf(request, address) : 404;
    if (refusal !== null) {
      refuseUpgrade(socket, refusal);
      return;
    }
    const done = once(() => this.limits.leave(address));
    socket.once("close", done);
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => this.connect(webSocket, address, done));
  }

  /** Counts the handshake as begun when there is nothing against it. */
  private refusalOf(request: IncomingMessage, address: string): 403 | 503 | null {
    // Browsers always name an origin; agents never do.
    if (request.headers.origin !== undefined) return 403;
    return this.stopped || !this.limits.enter(address) ? 503 : null;
  }

  private connect(webSocket: WebSocket, address: string, handshakeDone: () => void): void {
    const connection = new AgentConnection(webSocket, address, this.services, handshakeDone);
    this.connections.add(connection);
    webSocket.once("close", () => this.connections.delete(connection));
    connection.start();
  }

  private sweep(): void {
    const nowMs = this.clock.monotonicMs();
    for (const connection of this.connections) connection.checkPulse(nowMs);
    this.registry.refuseRevoked().catch(() => this.log.debug("revoked hosts could not be looked up"));
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
