import type { ChartGap, ChartMark } from "./chart-types";

/** What the crosshair says besides figures: why a stretch is empty, and what happened within a few pixels. */
export function notesAt(
  ms: number,
  gaps: readonly ChartGap[],
  marks: readonly ChartMark[],
  nearMs: number,
): string[] {
  const gap = gaps.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  const near = marks.filter(({ atMs }) => Math.abs(atMs - ms) <= nearMs).map(({ label }) => label);
  return gap === undefined ? near : [gap.label, ...near];
}

export interface Extent {
  readonly min: number;
  readonly max: number;
  readonly newest: number | null;
}

/** Lowest, highest and newest of what is there; null when nothing is. */
export function extentOf(values: readonly (number | null)[]): Extent | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? null : { min, max, newest: values.findLast((value) => value !== null) ?? null };
}
