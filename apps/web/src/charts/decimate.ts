import type { Figures, Point, View } from "./chart-types";

/** Stands among picked indices for "the line breaks here". */
export const BREAK = -1;

/**
 * A sampler that ticks beside the boundary of a step may leave one step empty and put two samples in
 * the next. One empty step is therefore jitter; two are a hole (the server's own rule for gaps).
 */
const MAX_BRIDGED_STEPS = 2;

interface Bucket {
  key: number;
  minIndex: number;
  maxIndex: number;
}

function flush(bucket: Bucket, into: number[]): void {
  const { minIndex, maxIndex } = bucket;
  if (minIndex === maxIndex) into.push(minIndex);
  else into.push(Math.min(minIndex, maxIndex), Math.max(minIndex, maxIndex));
}

/** The first index whose time is not before `ms`; `t` ascends. */
export function firstIndexFrom(t: readonly number[], ms: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((t[middle] ?? Number.POSITIVE_INFINITY) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Chooses what to draw: per pixel at most the lowest and the highest point, in order of time, so that
 * a spike of one sample survives any range. Pixels are counted from the epoch, not from the left edge,
 * so a sliding window keeps its choices and does not shimmer.
 * @returns indices into `t`, with BREAK where more than one step in a row is missing
 */
export function pickMinMax(t: readonly number[], values: Figures, view: View): number[] {
  const msPerPx = (view.toMs - view.fromMs) / Math.max(1, view.widthPx);
  const picked: number[] = [];
  let bucket: Bucket | null = null;
  let previousMs: number | null = null;
  for (let i = firstIndexFrom(t, view.fromMs - view.stepMs); i < t.length; i += 1) {
    const ms = t[i] ?? 0;
    const value = values[i] ?? null;
    if (ms > view.toMs) break;
    if (value === null) continue;
    const key = Math.floor(ms / msPerPx);
    const broken = previousMs !== null && ms - previousMs > MAX_BRIDGED_STEPS * view.stepMs;
    if (bucket === null || broken || bucket.key !== key) {
      if (bucket !== null) flush(bucket, picked);
      if (broken) picked.push(BREAK);
      bucket = { key, minIndex: i, maxIndex: i };
    } else {
      if (value < (values[bucket.minIndex] ?? 0)) bucket.minIndex = i;
      if (value > (values[bucket.maxIndex] ?? 0)) bucket.maxIndex = i;
    }
    previousMs = ms;
  }
  if (bucket !== null) flush(bucket, picked);
  return picked;
}

/** Picked indices as points; a BREAK becomes a point without a height just after its left neighbour. */
export function pointsAt(picked: readonly number[], t: readonly number[], values: Figures): Point[] {
  let lastMs = 0;
  return picked.map((index) => {
    if (index === BREAK) return { x: lastMs + 1, y: Number.NaN };
    lastMs = t[index] ?? 0;
    return { x: lastMs, y: values[index] ?? Number.NaN };
  });
}

/** One line, thinned to at most two points a pixel. See `pickMinMax`. */
export function decimateMinMax(t: readonly number[], values: Figures, view: View): Point[] {
  return pointsAt(pickMinMax(t, values, view), t, values);
}

export interface BandPoints {
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

/** The band from min to max, one pair a pixel: the lowest low and the highest high that fall into it. */
export function decimateBand(t: readonly number[], min: Figures, max: Figures, view: View): BandPoints {
  const msPerPx = (view.toMs - view.fromMs) / Math.max(1, view.widthPx);
  const low: { x: number; y: number }[] = [];
  const high: { x: number; y: number }[] = [];
  let key: number | null = null;
  let previousMs: number | null = null;
  for (let i = firstIndexFrom(t, view.fromMs - view.stepMs); i < t.length; i += 1) {
    const ms = t[i] ?? 0;
    const floor = min[i] ?? null;
    const ceiling = max[i] ?? null;
    if (ms > view.toMs) break;
    if (floor === null || ceiling === null) continue;
    if (previousMs !== null && ms - previousMs > MAX_BRIDGED_STEPS * view.stepMs) {
      low.push({ x: previousMs + 1, y: Number.NaN });
      high.push({ x: previousMs + 1, y: Number.NaN });
      key = null;
    }
    const lowest = low[low.length - 1];
    const highest = high[high.length - 1];
    const ownKey = Math.floor(ms / msPerPx);
    if (key === ownKey && lowest !== undefined && highest !== undefined) {
      lowest.y = Math.min(lowest.y, floor);
      highest.y = Math.max(highest.y, ceiling);
    } else {
      low.push({ x: ms, y: floor });
      high.push({ x: ms, y: ceiling });
      key = ownKey;
    }
    previousMs = ms;
  }
  return { low, high };
}
