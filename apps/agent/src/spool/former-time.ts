/** Neighbours further apart than this bear no witness that the agent ran in between (judgement: five packs). */
const MAX_STEP_MS = 5 * 60_000;

/**
 * How old the records of former runs are, in monotonic time of this run; the newest is as old as the run.
 *
 * The wall clock has no say in it: after a boot it may be days ahead or behind until somebody sets it, and
 * in a former run it may have been wrong as well. Only time that the records themselves bear witness to is
 * counted: from each to the next, and no more than some minutes where they lie further apart. So a leap of
 * the clock gives up nothing, and neither does a host that was off for days: what waited there is kept until
 * the agent has run for the rest of the day, or the bytes are too many.
 *
 * @param timesMs host times of what a former run left, in any order.
 * @param startMs monotonic time at which this run began.
 * @returns the monotonic time of a host time.
 */
export function createFormerTime(timesMs: readonly number[], startMs: number): (atMs: number) => number {
  const points: { readonly atMs: number; readonly takenMs: number }[] = [];
  let takenMs = startMs;
  for (const atMs of timesMs.toSorted((one, other) => other - one)) {
    const next = points.at(-1);
    if (next !== undefined) takenMs -= Math.min(next.atMs - atMs, MAX_STEP_MS);
    points.push({ atMs, takenMs });
  }
  // A spool may hold thousands of files, and is asked for each.
  const exact = new Map(points.map((point) => [point.atMs, point.takenMs]));
  return (atMs) => {
    const same = exact.get(atMs);
    if (same !== undefined) return same;
    const known = points.find((point) => point.atMs <= atMs);
    if (known === undefined) return takenMs;
    return Math.min(startMs, known.takenMs + Math.min(atMs - known.atMs, MAX_STEP_MS));
  };
}
