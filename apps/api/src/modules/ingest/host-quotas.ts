import { Injectable } from "@nestjs/common";
import { Clock } from "../../platform/clock/clock.js";
import { TokenBuckets } from "../../platform/limits/token-buckets.js";

/**
 * How often a host may send what; none of these is reached by an agent as it should be (judgement).
 * `records`: a day's spool of packs and top lists at once. `topLists`: each tier every 10 s.
 * `condition`: when something in it changed. `namespaces`: after each sweep.
 */
const QUOTAS = {
  records: { capacity: 8_000, refillMs: 500 },
  topLists: { capacity: 10, refillMs: 1_000 },
  condition: { capacity: 10, refillMs: 1_000 },
  namespaces: { capacity: 5, refillMs: 5_000 },
} as const;
export type QuotaName = keyof typeof QUOTAS;

/** Keeps one host from using up what all share. It counts by host, so that coming again gives nothing back. */
@Injectable()
export class HostQuotas {
  private readonly buckets: Readonly<Record<QuotaName, TokenBuckets>> = {
    records: new TokenBuckets(QUOTAS.records),
    topLists: new TokenBuckets(QUOTAS.topLists),
    condition: new TokenBuckets(QUOTAS.condition),
    namespaces: new TokenBuckets(QUOTAS.namespaces),
  };

  constructor(private readonly clock: Clock) {}

  /** Uses one up. @returns 0 when there was one, else the time in ms until there will be */
  use(name: QuotaName, hostId: string): number {
    const nowMs = this.clock.monotonicMs();
    const waitMs = this.buckets[name].waitMs(hostId, 1, nowMs);
    if (waitMs === 0) this.buckets[name].change(hostId, -1, nowMs);
    return waitMs;
  }
}
