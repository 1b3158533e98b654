/**
 * Counters as rates. The kernel's counters only grow; they start at zero with the network namespace
 * and survive a restart of the agent. Hence: a lower value is always a reset, a new agent epoch never
 * is one, and where nothing was seen nothing is said. A rate is the mean over the time between two
 * readings that both happened; no value in between is made up.
 */
export interface CounterPoint {
  /** The host's wall clock, ms since 1970. */
  readonly atMs: number;
  /** The counter; null where it was not available. */
  readonly value: number | null;
  /** Where known, tells a reboot even when the new count has overtaken the old one. */
  readonly bootId?: string | null;
}

export interface RateOptions {
  /** Two readings further apart than this have a gap between them, and no rate. */
  readonly maxGapMs: number;
}

/**
 * @param points in the order they were taken.
 * @returns per point the rate per second since the reading before it: null at the first, where the counter
 *   is not available, across a gap, at a reset or reboot, and where the clock stood still or went back.
 */
export function counterRates(points: readonly CounterPoint[], options: RateOptions): (number | null)[] {
  let before: CounterPoint | null = null;
  return points.map((point) => {
    const rate = before === null ? null : counterRate(before, point, options);
    if (point.value !== null) before = point;
    return rate;
  });
}

/** @returns the rate per second between two readings of one counter, or null where there is none. */
export function counterRate(
  before: CounterPoint,
  after: CounterPoint,
  { maxGapMs }: RateOptions,
): number | null {
  const elapsedMs = after.atMs - before.atMs;
  if (elapsedMs <= 0 || elapsedMs > maxGapMs) return null;
  if (before.value === null || after.value === null || after.value < before.value) return null;
  if (wasRebooted(before, after)) return null;
  return ((after.value - before.value) * 1000) / elapsedMs;
}

function wasRebooted(before: Pick<CounterPoint, "bootId">, after: Pick<CounterPoint, "bootId">): boolean {
  return Boolean(before.bootId && after.bootId && before.bootId !== after.bootId);
}
