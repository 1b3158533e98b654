import type { ChartScale } from "./chart-types";

/** Where a count is drawn: itself, or log10(1 + v), which keeps 0 on the floor and 1 visibly above it. */
export function toHeight(value: number, scale: ChartScale): number {
  return scale === "log" ? Math.log10(1 + Math.max(0, value)) : value;
}

/** The count that is drawn at `height` on the log scale. */
export function fromLogHeight(height: number): number {
  return 10 ** height - 1;
}

/** Values to label on a log axis that reaches `maxValue`: 0, 1, 10, 100 and so on, the next one above included. */
export function logTicks(maxValue: number): number[] {
  const ticks = [0, 1];
  for (let value = 10; value / 10 < maxValue; value *= 10) ticks.push(value);
  return ticks;
}
