import type { ChartConfiguration, ChartDataset, Scale } from "chart.js";
import type { CanvasPalette } from "../../design/state-tokens";
import type { ChartGap, ChartMark, ChartScale, Point, TimeSpan } from "../chart-types";
import { fromLogHeight, logTicks, toHeight } from "../log-scale";
import { timeTicks } from "../time-ticks";
import { type ChartLimit, getOverlay, type Overlay, setOverlay } from "./overlay-plugin";
import { Chart } from "./register";

export interface CanvasLine {
  /** Names the line across drawings, so that it is changed in place. */
  readonly key: string;
  readonly points: readonly Point[];
  /** Resolved: a canvas knows no custom properties. */
  readonly color: string;
  readonly widthPx: number;
  /** `below`: down to the line before it; `floor`: down to zero. */
  readonly fill: "none" | "floor" | "below";
  readonly opacity: number;
}

/** One drawing, complete: nothing is left over from the one before. */
export interface CanvasModel {
  readonly span: TimeSpan;
  readonly scale: ChartScale;
  readonly lines: readonly CanvasLine[];
  readonly gaps: readonly ChartGap[];
  readonly marks: readonly ChartMark[];
  readonly limits: readonly ChartLimit[];
  readonly palette: CanvasPalette;
}

export interface CanvasFormats {
  value(value: number): string;
  tick(ms: number, stepMs: number): string;
}

export interface TimeChart {
  draw(model: CanvasModel): void;
  /** Moves crosshair and selection without touching the lines. */
  point(crosshairMs: number | null, selection: Overlay["selection"]): void;
  setFormats(formats: CanvasFormats): void;
  /** Plot area in CSS pixels of the canvas. */
  area(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  msAt(px: number): number;
  pxOf(ms: number): number;
  heightAt(px: number): number;
  destroy(): void;
}

type LineSet = ChartDataset<"line", Point[]> & { key: string };

const AXIS_WIDTH_PX = 52;
const TICK_GAP_PX = 84;
const HEADROOM = 1.08;

const FONT_PX = 11;

/** Any CSS colour, with an alpha laid over it. */
function fade(color: string, opacity: number): string {
  return opacity >= 1 ? color : `color-mix(in srgb, ${color} ${Math.round(opacity * 100)}%, transparent)`;
}

function toDataset(line: CanvasLine, into: Partial<LineSet>): LineSet {
  const color = fade(line.color, line.opacity);
  return Object.assign(into, {
    key: line.key,
    data: line.points as Point[],
    borderColor: color,
    backgroundColor: color,
    borderWidth: line.widthPx,
    fill: line.fill === "none" ? false : line.fill === "floor" ? "origin" : "-1",
  }) as LineSet;
}

function highest(lines: readonly CanvasLine[], span: TimeSpan): number {
  let top = 0;
  for (const { points } of lines) {
    for (const { x, y } of points) if (x >= span.fromMs && y > top) top = y;
  }
  return top;
}

class LineTimeChart implements TimeChart {
  private readonly chart: Chart<"line", Point[]>;
  private model: CanvasModel | null = null;
  private top = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private formats: CanvasFormats,
    private readonly onResize: () => void,
  ) {
    this.chart = new Chart(canvas, this.configuration());
  }

  draw(model: CanvasModel): void {
    const { chart } = this;
    this.model = model;
    const old = new Map((chart.data.datasets as LineSet[]).map((set) => [set.key, set]));
    chart.data.datasets = model.lines.map((line) => toDataset(line, old.get(line.key) ?? {}));
    const { x, y } = chart.options.scales ?? {};
    Object.assign(x ?? {}, { min: model.span.fromMs, max: model.span.toMs });
    Object.assign(y ?? {}, this.heightRange(model));
    this.paintAxes(model.palette);
    const pointer = getOverlay(chart);
    setOverlay(chart, this.overlayOf(model, pointer?.crosshairMs ?? null, pointer?.selection ?? null));
    chart.update("none");
  }

  point(crosshairMs: number | null, selection: Overlay["selection"]): void {
    if (this.model === null) return;
    setOverlay(this.chart, this.overlayOf(this.model, crosshairMs, selection));
    this.chart.draw();
  }

  setFormats(formats: CanvasFormats): void {
    this.formats = formats;
    this.chart.update("none");
  }

  area() {
    return this.chart.chartArea ?? { left: AXIS_WIDTH_PX, right: this.chart.width, top: 0, bottom: 0 };
  }

  msAt(px: number): number {
    return this.chart.scales.x?.getValueForPixel(px) ?? 0;
  }

  pxOf(ms: number): number {
    return this.chart.scales.x?.getPixelForValue(ms) ?? 0;
  }

  heightAt(px: number): number {
    return this.chart.scales.y?.getValueForPixel(px) ?? 0;
  }

  destroy(): void {
    this.chart.destroy();
  }

  private overlayOf(
    model: CanvasModel,
    crosshairMs: number | null,
    selection: Overlay["selection"],
  ): Overlay {
    return {
      ...model,
      crosshairMs,
      selection,
      font: `${FONT_PX}px ${getComputedStyle(this.canvas).fontFamily}`,
    };
  }

  /** Zero is always the floor; a quiet chart still has a scale of one. */
  private heightRange({ lines, span, scale, limits }: CanvasModel) {
    const top = highest(lines, span);
    this.top = top;
    const near = limits.filter(({ height }) => height <= 2 * top).map(({ height }) => height);
    return { min: 0, max: Math.max(toHeight(1, scale), HEADROOM * Math.max(top, ...near)) };
  }

  private paintAxes({ muted, line }: CanvasPalette): void {
    const font = { family: getComputedStyle(this.canvas).fontFamily, size: FONT_PX };
    for (const axis of Object.values(this.chart.options.scales ?? {})) {
      Object.assign(axis?.ticks ?? {}, { color: muted, font });
      Object.assign(axis?.grid ?? {}, { color: line });
    }
  }

  private configuration(): ChartConfiguration<"line", Point[]> {
    return {
      type: "line",
      data: { datasets: [] },
      options: {
        parsing: false,
        normalized: true,
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        onResize: this.onResize,
        layout: { padding: { top: 8, right: 12 } },
        elements: { point: { radius: 0, hitRadius: 0 }, line: { tension: 0, borderJoinStyle: "round" } },
        scales: { x: this.timeAxis(), y: this.heightAxis() },
      },
    };
  }

  private timeAxis() {
    return {
      type: "linear" as const,
      grid: { display: false },
      border: { display: false },
      ticks: { maxRotation: 0, autoSkip: false, includeBounds: false, callback: this.tickLabel },
      afterBuildTicks: (axis: Scale) => {
        const count = Math.floor(axis.width / TICK_GAP_PX);
        const offsetMs = -new Date(axis.min).getTimezoneOffset() * 60_000;
        axis.ticks = timeTicks(axis.min, axis.max, count, offsetMs).map((value) => ({ value }));
      },
    };
  }

  private readonly tickLabel = (value: string | number, _: number, ticks: readonly { value: number }[]) => {
    const [first, second] = ticks;
    const stepMs = first !== undefined && second !== undefined ? second.value - first.value : 60_000;
    return this.formats.tick(Number(value), stepMs);
  };

  private heightAxis() {
    return {
      type: "linear" as const,
      border: { display: false },
      grid: { drawTicks: false },
      ticks: {
        padding: 8,
        maxTicksLimit: 6,
        includeBounds: false,
        callback: (height: string | number) => this.heightLabel(Number(height)),
      },
      // A fixed width: growing numbers must not push the plot aside.
      afterFit: (axis: Scale) => {
        axis.width = AXIS_WIDTH_PX;
      },
      afterBuildTicks: (axis: Scale) => {
        // An empty chart has a floor and nothing to measure.
        if (this.top === 0) axis.ticks = [{ value: 0 }];
        if (this.top === 0 || this.model?.scale !== "log") return;
        const values = logTicks(fromLogHeight(axis.max)).map((value) => toHeight(value, "log"));
        axis.ticks = values.filter((value) => value <= axis.max).map((value) => ({ value }));
      },
    };
  }

  private heightLabel(height: number): string {
    const value = this.model?.scale === "log" ? fromLogHeight(height) : height;
    return this.formats.value(Math.round(value * 1000) / 1000);
  }
}

/**
 * Makes a chart of lines over time on a canvas; every drawing after that changes it in place.
 * @param onResize the plot has another width, so the lines want thinning anew
 */
export function createTimeChart(
  canvas: HTMLCanvasElement,
  formats: CanvasFormats,
  onResize: () => void,
): TimeChart {
  return new LineTimeChart(canvas, formats, onResize);
}
