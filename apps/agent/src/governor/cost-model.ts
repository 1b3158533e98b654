import type { CensusTier } from "@fourtuple/core/samples";
import type { SocketFigures } from "./figures.js";

/**
 * What a census will cost, before it is made. The kernel walks its whole hash table and copies the sockets of
 * the states that were asked for. Measured with 1,500 to 1,000,000 sockets on Linux 6.18 (table of 262,144
 * buckets): 0.25 ms for an empty table, 0.65 µs a socket for all states, 0.13 µs a socket where nearly all are
 * passed over, 0.45 µs for each TIME_WAIT. Only the first estimate rests on these; then the host's own figures do.
 */
const EMPTY_TABLE_US = 250;
const PER_SOCKET_US: Readonly<Record<CensusTier, number>> = { full: 0.65, troubled: 0.13, timeWait: 0.13 };
const PER_TIME_WAIT_US: Readonly<Record<CensusTier, number>> = { full: 0, troubled: 0, timeWait: 0.45 };

/** Where sockstat cannot be read the host is taken for a large one until a census tells (judgement). */
const UNKNOWN_SOCKETS = 50_000;
/** Weight of a new measurement; the rest is what was expected (judgement: three censuses settle it). */
const NEWEST_WEIGHT = 0.3;
/** A census that took so many times what was expected is believed at once. */
const FAR_OFF = 2;
/** However many sockets went away since, a census never gets cheaper than this part of the last one, until measured. */
const LEAST_PART = 0.1;

/** What the last censuses of a tier cost, and how many sockets there were. */
export interface TierCost {
  /** User and system, µs, smoothed. */
  readonly cpuUs: number;
  readonly figures: SocketFigures;
}

function modelUs(tier: CensusTier, { sockets, timeWait }: SocketFigures): number {
  const all = sockets ?? UNKNOWN_SOCKETS;
  return EMPTY_TABLE_US + PER_SOCKET_US[tier] * all + PER_TIME_WAIT_US[tier] * (timeWait ?? all);
}

/** @returns CPU in µs that a census of this tier would cost with so many sockets, at least 1. */
export function predictUs(tier: CensusTier, known: TierCost | null, now: SocketFigures): number {
  if (known === null) return modelUs(tier, now);
  const grown = modelUs(tier, now) - modelUs(tier, known.figures);
  return Math.max(known.cpuUs + grown, known.cpuUs * LEAST_PART, 1);
}

/**
 * What is known after one more census: slow to forget, quick to notice that it got dear. The very first one
 * runs code that was never run before, so it is not believed beyond that; if it was dear, the second says so again.
 */
export function learnCost(
  tier: CensusTier,
  known: TierCost | null,
  measuredUs: number,
  figures: SocketFigures,
): TierCost {
  if (known === null) return { cpuUs: Math.min(measuredUs, modelUs(tier, figures) * FAR_OFF), figures };
  const expectedUs = predictUs(tier, known, figures);
  if (measuredUs > expectedUs * FAR_OFF) return { cpuUs: measuredUs, figures };
  return { cpuUs: expectedUs + NEWEST_WEIGHT * (measuredUs - expectedUs), figures };
}
