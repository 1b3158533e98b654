import { LIVE_NAMESPACE, type LiveSample, type WatchAck, watchHostSchema } from "@fourtuple/contracts/web";
import { Inject, type OnModuleDestroy } from "@nestjs/common";
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from "@nestjs/websockets";
import { Clock } from "../../platform/clock/clock.js";
import { ConflictError } from "../../platform/errors/app-error.js";
import { parseOrThrow } from "../../platform/errors/validation.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { HostsService } from "../hosts/hosts.service.js";
import { FleetTicker } from "./fleet-ticker.js";
import type { HubEvent } from "./hub/hub-event.js";
import { LiveHub } from "./hub/live-hub.service.js";
import type { ReceivedSample } from "./hub/sample-ring.js";
import { LiveFanout } from "./live-fanout.js";
import { LiveSessions } from "./live-sessions.service.js";
import { FLEET_ROOM, hostRoom, type LiveNamespace, type LiveSocket } from "./live-socket.js";
import { acknowledge } from "./watch-ack.js";

const TICK_MS = 1_000;
/** Hosts one browser may watch at once (judgement). */
const MAX_ROOMS = 20;

/** Brings what happens on hosts to browsers: the fleet once a second, a host's own page at once. */
@WebSocketGateway({ namespace: LIVE_NAMESPACE })
export class LiveGateway
  implements OnGatewayInit<LiveNamespace>, OnGatewayDisconnect<LiveSocket>, OnModuleDestroy
{
  private readonly ticker = new FleetTicker();
  private fanout: LiveFanout | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly hub: LiveHub,
    private readonly hosts: HostsService,
    private readonly sessions: LiveSessions,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  afterInit(namespace: LiveNamespace): void {
    this.sessions.guard(namespace);
    const fanout = new LiveFanout(namespace);
    this.fanout = fanout;
    this.hub.events$.subscribe((event) => this.forward(fanout, event));
    this.timer = setInterval(() => this.tick(fanout), TICK_MS).unref();
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  handleDisconnect(socket: LiveSocket): void {
    this.fanout?.forget(socket.id);
  }

  @SubscribeMessage("fleet.watch")
  async watchFleet(@ConnectedSocket() socket: LiveSocket): Promise<WatchAck> {
    return this.answer(() => socket.join(FLEET_ROOM));
  }

  @SubscribeMessage("fleet.unwatch")
  async unwatchFleet(@ConnectedSocket() socket: LiveSocket): Promise<void> {
    await socket.leave(FLEET_ROOM);
  }

  @SubscribeMessage("host.watch")
  async watchHost(@ConnectedSocket() socket: LiveSocket, @MessageBody() message: unknown): Promise<WatchAck> {
    return this.answer(async () => {
      const { hostId } = parseOrThrow(watchHostSchema, message, "message");
      await this.hosts.get(hostId);
      if (socket.rooms.size >= MAX_ROOMS)
        throw new ConflictError("This page watches too many hosts already.");
      await socket.join(hostRoom(hostId));
    });
  }

  @SubscribeMessage("host.unwatch")
  async unwatchHost(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() message: unknown,
  ): Promise<WatchAck> {
    return this.answer(async () => {
      const { hostId } = parseOrThrow(watchHostSchema, message, "message");
      await socket.leave(hostRoom(hostId));
    });
  }

  private answer(work: () => unknown): Promise<WatchAck> {
    return acknowledge(work, (error) => this.log.error({ err: error }, "a live request failed"));
  }

  private tick(fanout: LiveFanout): void {
    fanout.dropStalled(this.clock.monotonicMs());
    const { rows, hasChanged } = this.ticker.take();
    if (hasChanged) fanout.emit(FLEET_ROOM, "fleet.changed");
    if (rows.length > 0) fanout.emit(FLEET_ROOM, "fleet.samples", { serverTimeMs: this.clock.nowMs(), rows });
  }

  private forward(fanout: LiveFanout, event: HubEvent): void {
    if (event.type === "fleet") {
      this.ticker.noteChange();
      return;
    }
    const { hostId } = event;
    const room = hostRoom(hostId);
    switch (event.type) {
      case "sample":
        this.ticker.addSample(hostId, event.sample);
        fanout.emit(room, "host.sample", liveSample(hostId, event.sample));
        break;
      case "listeners":
        fanout.emit(room, "host.listeners", { hostId, ...event.reading });
        break;
      case "sysctls":
        fanout.emit(room, "host.sysctls", { hostId, changes: event.changes });
        break;
      case "topLists":
        fanout.emit(room, "host.topLists", { hostId, topLists: event.topLists });
        break;
      case "condition":
        fanout.emit(room, "host.condition", { hostId, condition: event.condition });
        break;
      case "namespaces":
        fanout.emit(room, "host.namespaces", { hostId, namespaces: event.namespaces });
        break;
      case "status":
        fanout.emit(room, "host.status", { hostId, connected: event.connected });
        break;
    }
  }
}

function liveSample(hostId: string, { clockSkewMs: _skew, ...sample }: ReceivedSample): LiveSample {
  return { hostId, ...sample };
}
