import type {
  ChangeHostRequest,
  HostSummary,
  HostsResponse,
  LatestResponse,
  NullableStateCounts,
} from "@fourtuple/contracts/web";
import { METRICS, STATE_METRIC_ID } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { Injectable } from "@nestjs/common";
import { Subject } from "rxjs";
import { Clock } from "../../platform/clock/clock.js";
import { NotFoundError } from "../../platform/errors/app-error.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import type { ReceivedSample } from "../live/hub/sample-ring.js";
import { estimateClockSkew } from "./clock-skew.js";
import { type HostDescription, type HostRecord, hostNameOf } from "./host-record.js";
import { evaluateHostStatus } from "./host-status.js";
import { HostsRepository } from "./hosts.repository.js";
import { buildSpark } from "./spark.js";

/** A warning that nobody can take back must end by itself (judgement). */
const DUPLICATE_KEY_SHOWN_MS = 24 * 3_600_000;
/** More boots than any range holds that people look at (judgement). */
const MAX_BOOTS = 1_000;

/** The hosts: what is stored of them, joined with what is known live. */
@Injectable()
export class HostsService {
  private readonly revocations = new Subject<string>();
  /** Ids of hosts that were revoked here, at once; those revoked elsewhere `findRevoked` tells. */
  readonly revoked$ = this.revocations.asObservable();

  constructor(
    private readonly repository: HostsRepository,
    private readonly hub: LiveHub,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<HostsResponse> {
    const hosts = await this.repository.loadHosts();
    const atMs = this.clock.nowMs();
    return { atMs, hosts: hosts.map((host) => this.summaryOf(host, atMs)) };
  }

  /** @throws NotFoundError */
  async latest(hostId: string): Promise<LatestResponse> {
    const host = await this.get(hostId);
    const atMs = this.clock.nowMs();
    const newest = this.hub.newest(hostId);
    const listeners = this.hub.listeners(hostId);
    return {
      atMs,
      host: this.summaryOf(host, atMs),
      bootedAtMs: host.bootedAt?.getTime() ?? null,
      netnsInode: host.netnsInode,
      sample: newest && namedSample(newest),
      listeners: listeners && { ...listeners, listeners: [...listeners.listeners] },
    };
  }

  /** @throws NotFoundError when there is no such host, or it was revoked. */
  async get(hostId: string): Promise<HostRecord> {
    const host = await this.repository.findById(hostId);
    if (host === null) throw new NotFoundError("There is no such host.");
    return host;
  }

  /** @throws NotFoundError */
  async change(hostId: string, { name, labels }: ChangeHostRequest): Promise<HostSummary> {
    const change = {
      ...(name === undefined ? {} : { givenName: name }),
      ...(labels === undefined ? {} : { labels }),
    };
    await this.repository.saveChange(hostId, change);
    const host = await this.get(hostId);
    this.hub.announceFleet();
    return this.summaryOf(host, this.clock.nowMs());
  }

  /** Takes the host's credential back for good; its history stays until it is too old. @throws NotFoundError */
  async revoke(hostId: string): Promise<void> {
    if (!(await this.repository.revoke(hostId, new Date(this.clock.nowMs())))) await this.get(hostId);
    this.revocations.next(hostId);
    this.hub.announceFleet();
  }

  async noteDuplicateKey(hostId: string): Promise<void> {
    await this.repository.saveDuplicateKey(hostId, new Date(this.clock.nowMs()));
    this.hub.announceFleet();
  }

  async findByKey(publicKey: string): Promise<HostRecord | null> {
    return this.repository.findByKey(publicKey);
  }

  async enrol(publicKey: string, description: HostDescription): Promise<HostRecord> {
    return this.repository.enrol(publicKey, description, new Date(this.clock.nowMs()));
  }

  async describe(hostId: string, description: HostDescription): Promise<void> {
    await this.repository.saveDescription(hostId, description);
  }

  /** Remembers the boot that an agent tells of, so that older silences can be told apart. */
  async noteBoot(hostId: string, { bootId, bootedAt }: HostDescription): Promise<void> {
    if (bootId === null || bootedAt === null) return;
    await this.repository.saveBoot(hostId, bootId, bootedAt, new Date(this.clock.nowMs()));
  }

  /** When the host booted within a range, as far as known. */
  async bootTimes(host: HostRecord, range: { fromMs: number; toMs: number }): Promise<number[]> {
    const [from, to] = [new Date(range.fromMs), new Date(range.toMs)];
    const boots = await this.repository.loadBoots(host.id, from, to, MAX_BOOTS);
    return [...boots, ...(host.bootedAt ? [host.bootedAt] : [])].map((bootedAt) => bootedAt.getTime());
  }

  async forgetBoots(before: Date): Promise<number> {
    return this.repository.deleteBootsOlder(before);
  }

  /** Stores when the newest sample came: samples themselves are not kept for good. */
  async noteLastSeen(hostId: string): Promise<void> {
    const newest = this.hub.newest(hostId);
    if (newest) await this.repository.saveLastSeen(hostId, new Date(newest.receivedMs));
  }

  /** The ids among `ids` whose credential was taken back. */
  async findRevoked(ids: readonly string[]): Promise<string[]> {
    return this.repository.findRevoked(ids);
  }

  private summaryOf(host: HostRecord, nowMs: number): HostSummary {
    const recent = this.hub.recent(host.id);
    const newest = recent.at(-1) ?? null;
    const connected = this.hub.isConnected(host.id);
    const lastSeenMs = newest?.receivedMs ?? host.lastSeenAt?.getTime() ?? null;
    const presence = { connected, lastReceivedMs: lastSeenMs, intervalMs: host.intervalMs };
    return {
      id: host.id,
      name: hostNameOf(host),
      hostname: host.name,
      labels: host.labels,
      duplicateKeySeenMs: recentMs(host.duplicateKeySeenAt, nowMs),
      kernel: host.kernel,
      arch: host.arch,
      agentVersion: host.agentVersion,
      status: evaluateHostStatus(presence, nowMs),
      connected,
      enrolledAt: host.enrolledAt.toISOString(),
      intervalMs: host.intervalMs,
      lastSeenMs,
      clockSkewMs: estimateClockSkew(recent),
      censusSource: newest?.censusSource ?? null,
      partial: newest?.partial ?? false,
      states: newest && stateCounts(newest),
      spark: buildSpark(recent, host.intervalMs, nowMs),
    };
  }
}

function recentMs(seenAt: Date | null, nowMs: number): number | null {
  const seenMs = seenAt?.getTime() ?? null;
  return seenMs !== null && nowMs - seenMs < DUPLICATE_KEY_SHOWN_MS ? seenMs : null;
}

function stateCounts({ values }: ReceivedSample): NullableStateCounts {
  const pairs = TCP_STATES.map((state) => [state, values[STATE_METRIC_ID[state]] ?? null] as const);
  // Safe: the pairs hold every state once.
  return Object.fromEntries(pairs) as NullableStateCounts;
}

function namedSample({
  values,
  clockSkewMs: _skew,
  ...sample
}: ReceivedSample): NonNullable<LatestResponse["sample"]> {
  const byName = METRICS.map((metric) => [metric.name, values[metric.id] ?? null] as const);
  return { ...sample, values: Object.fromEntries(byName) };
}
