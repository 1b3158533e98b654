/** The time axis of an answer: step i covers [startMs + i × stepMs, that + stepMs). */
export interface SeriesAxis {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** Steps this many intervals wide hold a sample or two more or less without it showing (judgement). */
const WIDE_STEP_INTERVALS = 5;

/**
 * Lays the axis over a range. Wide steps begin at round times. Narrow ones are shifted so that samples
 * fall into their middle: otherwise a jitter of milliseconds would put two into one step, none into the next.
 *
 * @param sampleAtMs time of any sample in the range; null when there is none
 */
export function layAxis(
  range: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
  intervalMs: number,
  sampleAtMs: number | null,
): SeriesAxis {
  const { fromMs, toMs, stepMs } = range;
  const isNarrow = stepMs < WIDE_STEP_INTERVALS * intervalMs;
  const phaseMs = isNarrow && sampleAtMs !== null ? Math.floor(sampleAtMs - stepMs / 2) % stepMs : 0;
  const startMs = Math.max(0, Math.floor((fromMs - phaseMs) / stepMs) * stepMs + phaseMs);
  return { startMs, stepMs, count: Math.ceil((toMs - startMs) / stepMs) };
}

/** Start of each step. */
export function stepStarts({ startMs, stepMs, count }: SeriesAxis): number[] {
  return Array.from({ length: count }, (_, index) => startMs + index * stepMs);
}
