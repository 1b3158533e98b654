import { Inject, Injectable } from "@nestjs/common";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { HostsService } from "../hosts/hosts.service.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import type { AgentConnection } from "./agent-connection.js";

/** Which agent is connected for which host: one at most. */
@Injectable()
export class AgentRegistry {
  private readonly byHost = new Map<string, AgentConnection>();

  constructor(
    private readonly hub: LiveHub,
    private readonly hosts: HostsService,
    @Inject(LOG) private readonly log: Log,
  ) {
    hosts.revoked$.subscribe((hostId) => this.refuse(hostId));
  }

  /** A newer connection takes the place of an older one with the same key. */
  enter(connection: AgentConnection): void {
    const { hostId } = connection;
    const older = this.byHost.get(hostId);
    this.byHost.set(hostId, connection);
    older?.replace();
    this.log.info({ hostId }, "an agent is connected");
    this.hub.setConnected(hostId, true);
  }

  leave(connection: AgentConnection): void {
    const { hostId } = connection;
    if (this.byHost.get(hostId) !== connection) return;
    this.byHost.delete(hostId);
    this.log.info({ hostId }, "an agent is gone");
    this.hub.setConnected(hostId, false);
    this.hosts.noteLastSeen(hostId).catch(() => this.log.debug({ hostId }, "last seen could not be stored"));
  }

  /** @returns the connection of the host's agent, or null where it has none to this server. */
  find(hostId: string): AgentConnection | null {
    return this.byHost.get(hostId) ?? null;
  }

  /** Ends the connections of hosts whose credential was taken back. */
  async refuseRevoked(): Promise<void> {
    if (this.byHost.size === 0) return;
    for (const hostId of await this.hosts.findRevoked([...this.byHost.keys()])) this.refuse(hostId);
  }

  private refuse(hostId: string): void {
    const message = "the credential of this agent was revoked";
    this.byHost.get(hostId)?.refuse({ code: "revoked", message });
  }
}
