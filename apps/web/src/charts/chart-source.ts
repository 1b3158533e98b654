import { firstIndexFrom } from "./decimate";
import type { Signal } from "./signal";

/** Where a chart looks for its figures. They change in place; the source says when. */
export interface ChartSource {
  subscribe(listener: () => void): () => void;
  /** The dense time axis as it is now: the start of each step. */
  axis(): { readonly t: readonly number[]; readonly stepMs: number };
}

/** The moment that is pointed at, and by which chart; shared by all charts of a page. */
export interface Pointer {
  readonly atMs: number;
  readonly chartId: string;
}
export type PointerSignal = Signal<Pointer | null>;

/** @returns the place on the axis nearest to a moment, or null on an empty axis. */
export function nearestIndex(t: readonly number[], ms: number): number | null {
  if (t.length === 0) return null;
  const after = Math.min(firstIndexFrom(t, ms), t.length - 1);
  const before = Math.max(0, after - 1);
  return Math.abs((t[before] ?? 0) - ms) <= Math.abs((t[after] ?? 0) - ms) ? before : after;
}

/** Where the arrow keys lead from here: one step, ten with shift, Home and End; null for any other key. */
export function indexAfterKey(
  key: string,
  isShift: boolean,
  from: number | null,
  length: number,
): number | null {
  const last = length - 1;
  if (length === 0) return null;
  if (key === "Home") return 0;
  if (key === "End") return last;
  const direction = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
  if (direction === 0) return null;
  const start = from ?? last + (direction < 0 ? 1 : 0);
  return Math.min(last, Math.max(0, start + direction * (isShift ? 10 : 1)));
}
