const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances people count in; anything longer than the last is a whole number of days. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];

/** The shortest friendly distance that puts at most `maxCount` ticks into `spanMs`. */
export function tickStepMs(spanMs: number, maxCount: number): number {
  const least = spanMs / Math.max(1, maxCount);
  return STEPS.find((step) => step >= least) ?? Math.max(1, Math.ceil(least / DAY)) * DAY;
}

/**
 * Moments to label between two times, on round marks of the local clock.
 * @param offsetMs local time minus UTC at the left edge; a clock change inside the span shifts the marks after it
 */
export function timeTicks(fromMs: number, toMs: number, maxCount: number, offsetMs: number): number[] {
  const step = tickStepMs(toMs - fromMs, maxCount);
  const ticks: number[] = [];
  const first = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs;
  for (let ms = first; ms <= toMs; ms += step) ticks.push(ms);
  return ticks;
}

/** How much of a time a tick must say to be told from its neighbours. */
export function tickPrecision(stepMs: number): "second" | "minute" | "day" {
  if (stepMs < MINUTE) return "second";
  return stepMs < DAY ? "minute" : "day";
}
