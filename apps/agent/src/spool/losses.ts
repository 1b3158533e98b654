import type { GapRecord } from "@fourtuple/contracts/agent";

/** Losses no further apart than this are told as one: two packs of the longest kind (judgement). */
const NEIGHBOURS_MS = 120_000;
/** So many gaps may wait for the server; then those of one reason become one, however far apart. */
export const MAX_WAITING_GAPS = 32;

/**
 * Finds the gap that a new loss belongs to, so that losses minute by minute do not fill the spool.
 * @param waiting gaps that may still change, newest last.
 * @returns its place, -1 when the loss is a gap of its own.
 */
export function neighbourOf(loss: GapRecord, waiting: readonly GapRecord[]): number {
  const isNear = (gap: GapRecord): boolean =>
    waiting.length >= MAX_WAITING_GAPS ||
    (loss.fromMs <= gap.toMs + NEIGHBOURS_MS && gap.fromMs <= loss.toMs + NEIGHBOURS_MS);
  // A number that is known is not given up for one that is not.
  const isAlike = (gap: GapRecord): boolean =>
    gap.reason === loss.reason && (gap.samples === null) === (loss.samples === null);
  return waiting.findLastIndex((gap) => isAlike(gap) && isNear(gap));
}

/** Both as one. A number that cannot be known makes the sum unknown. */
export function mergeGaps(one: GapRecord, other: GapRecord): GapRecord {
  return {
    fromMs: Math.min(one.fromMs, other.fromMs),
    toMs: Math.max(one.toMs, other.toMs),
    reason: one.reason,
    samples: one.samples === null || other.samples === null ? null : one.samples + other.samples,
  };
}
