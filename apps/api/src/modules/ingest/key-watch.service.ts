import type { Hello } from "@fourtuple/contracts/agent";
import { Inject, Injectable } from "@nestjs/common";
import { Clock } from "../../platform/clock/clock.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { HostsService } from "../hosts/hosts.service.js";
import { KeySightings } from "./key-sightings.js";

/** Two agents with one key push each other out every few seconds; the time is stored once a minute. */
const NOTE_EVERY_MS = 60_000;

/** Flags hosts whose key two agents use, as after a machine was cloned with its key file. */
@Injectable()
export class KeyWatch {
  private readonly sightings = new KeySightings();
  private readonly notedMs = new Map<string, number>();

  constructor(
    private readonly hosts: HostsService,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** An agent has proved its key. */
  see(hostId: string, { epochMs, host }: Hello): void {
    if (!this.sightings.see(hostId, JSON.stringify([epochMs, host.bootId, host.hostname]))) return;
    const nowMs = this.clock.monotonicMs();
    if (nowMs - (this.notedMs.get(hostId) ?? Number.NEGATIVE_INFINITY) < NOTE_EVERY_MS) return;
    this.notedMs.set(hostId, nowMs);
    this.log.warn({ hostId, from: host.hostname }, "two agents use the same key");
    this.hosts
      .noteDuplicateKey(hostId)
      .catch(() => this.log.debug({ hostId }, "a duplicate key could not be stored"));
  }
}
