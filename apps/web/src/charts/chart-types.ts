/**
 * What a chart is given: plain figures on one time axis, nothing of React and nothing of chart.js.
 * `null` is a figure that was not available; it is drawn as a break, never bridged by a guess.
 */
export type Figures = readonly (number | null)[];

/** A rollup of one metric: `avg[i]`, `min[i]` and `max[i]` belong to the step that starts at `t[i]`. */
export interface SeriesFigures {
  readonly avg: Figures;
  readonly min: Figures;
  readonly max: Figures;
}

/** A stretch without samples; `label` tells why when pointed at. */
export interface ChartGap {
  readonly fromMs: number;
  readonly toMs: number;
  /** `lost`: something was to be expected, drawn hatched. `before`: nothing was yet, left blank and named. */
  readonly kind: "lost" | "before";
  readonly label: string;
}

/** Something that happened at a moment, drawn as a dashed line with its label on hover. */
export interface ChartMark {
  readonly atMs: number;
  readonly label: string;
}

/** The stretch of time that is on screen. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A span as pixels: what decimation needs to know. */
export interface View extends TimeSpan {
  readonly widthPx: number;
  readonly stepMs: number;
}

/** A point of a canvas dataset; `y` is NaN where the line is to break. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Linear, or log10(1 + v) so that a zero still has a place. */
export const CHART_SCALES = ["linear", "log"] as const;
export type ChartScale = (typeof CHART_SCALES)[number];
