import type { SeriesResponse } from "@fourtuple/contracts/web";
import type { SeriesFigures } from "../../../charts/chart-types";

interface Column {
  readonly avg: (number | null)[];
  readonly min: (number | null)[];
  readonly max: (number | null)[];
}

/**
 * The figures on screen: one dense axis of equal steps, filled from history and, while live, one sample
 * at a time. Arrays are changed in place and kept at the length of the window, so memory stays flat.
 */
export interface Timeline {
  readonly stepMs: number;
  /** Start of each step, ms since 1970 by the host's clock. */
  readonly t: readonly number[];
  /** How many samples a step holds; a step known from history only counts as one. */
  readonly samples: readonly number[];
  /** Figures of a metric; empty arrays of the axis' length until something was merged or folded. */
  figures(metric: string): SeriesFigures;
  /** Makes the window end with the step that holds `toMs`, dropping what falls off the front. */
  slideTo(toMs: number): void;
  /** History answers where it knows; a step it knows nothing of keeps what was folded live. */
  merge(response: Pick<SeriesResponse, "t" | "series">): void;
  /** One live sample. Steps wider than the interval average what falls into them. */
  fold(atMs: number, figures: ReadonlyMap<string, number | null>): void;
}

const emptyColumn = (length: number): Column => ({
  avg: new Array<number | null>(length).fill(null),
  min: new Array<number | null>(length).fill(null),
  max: new Array<number | null>(length).fill(null),
});

function foldInto(column: Column, i: number, value: number | null, before: number): void {
  if (value === null) return;
  const average = column.avg[i] ?? null;
  column.avg[i] = average === null || before === 0 ? value : average + (value - average) / (before + 1);
  column.min[i] = Math.min(column.min[i] ?? value, value);
  column.max[i] = Math.max(column.max[i] ?? value, value);
}

class DenseTimeline implements Timeline {
  readonly t: number[] = [];
  readonly samples: number[] = [];
  private readonly columns = new Map<string, Column>();

  constructor(
    readonly stepMs: number,
    private readonly length: number,
    endMs: number,
  ) {
    const last = Math.floor(endMs / stepMs) * stepMs;
    for (let i = length - 1; i >= 0; i -= 1) this.t.push(last - i * stepMs);
    this.samples = new Array<number>(length).fill(0);
  }

  figures(metric: string): SeriesFigures {
    return this.column(metric);
  }

  slideTo(toMs: number): void {
    const last = this.t[this.length - 1] ?? 0;
    const steps = Math.min(this.length, Math.floor((toMs - last) / this.stepMs));
    if (steps <= 0) return;
    const jump = Math.floor(toMs / this.stepMs) * this.stepMs;
    this.t.splice(0, steps);
    this.samples.splice(0, steps);
    for (let i = steps - 1; i >= 0; i -= 1) {
      this.t.push(jump - i * this.stepMs);
      this.samples.push(0);
    }
    const hollow = new Array<null>(steps).fill(null);
    for (const { avg, min, max } of this.columns.values()) {
      for (const figures of [avg, min, max]) {
        figures.splice(0, steps);
        figures.push(...hollow);
      }
    }
  }

  merge(response: Pick<SeriesResponse, "t" | "series">): void {
    for (const series of response.series) {
      const column = this.column(series.metric);
      response.t.forEach((ms, k) => {
        const i = this.indexOf(ms);
        const average = series.avg[k] ?? null;
        if (i === null || average === null) return;
        column.avg[i] = average;
        column.min[i] = series.min[k] ?? average;
        column.max[i] = series.max[k] ?? average;
        if (this.samples[i] === 0) this.samples[i] = 1;
      });
    }
  }

  fold(atMs: number, figures: ReadonlyMap<string, number | null>): void {
    this.slideTo(atMs);
    const i = this.indexOf(atMs);
    if (i === null) return;
    const before = this.samples[i] ?? 0;
    for (const [metric, value] of figures) foldInto(this.column(metric), i, value, before);
    this.samples[i] = before + 1;
  }

  private column(metric: string): Column {
    const known = this.columns.get(metric);
    if (known !== undefined) return known;
    const column = emptyColumn(this.length);
    this.columns.set(metric, column);
    return column;
  }

  private indexOf(ms: number): number | null {
    const i = Math.floor((ms - (this.t[0] ?? 0)) / this.stepMs);
    return i >= 0 && i < this.length ? i : null;
  }
}

/** @param spanMs length of the window; it ends with the step that holds `endMs` */
export function createTimeline(stepMs: number, spanMs: number, endMs: number): Timeline {
  return new DenseTimeline(stepMs, Math.max(1, Math.ceil(spanMs / stepMs) + 1), endMs);
}
