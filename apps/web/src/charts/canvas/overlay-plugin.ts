import type { Chart, ChartArea, Plugin } from "chart.js";
import type { CanvasPalette } from "../../design/state-tokens";
import type { ChartGap, ChartMark } from "../chart-types";

export interface ChartLimit {
  /** In drawn height, i.e. already on the chart's scale. */
  readonly height: number;
  readonly label: string;
}

/** What lies under and over the lines. Colours are resolved, times are ms since 1970. */
export interface Overlay {
  readonly gaps: readonly ChartGap[];
  readonly marks: readonly ChartMark[];
  readonly limits: readonly ChartLimit[];
  readonly crosshairMs: number | null;
  readonly selection: { readonly fromMs: number; readonly toMs: number } | null;
  readonly palette: CanvasPalette;
  readonly font: string;
}

const overlays = new WeakMap<Chart, Overlay>();

/** Sets what the overlay of a chart shows from its next drawing on. */
export function setOverlay(chart: Chart, overlay: Overlay): void {
  overlays.set(chart, overlay);
}

export function getOverlay(chart: Chart): Overlay | undefined {
  return overlays.get(chart);
}

const HATCH_PX = 7;

/** Diagonal lines, drawn rather than taken from a pattern, so that they are sharp at any pixel ratio. */
function hatch(ctx: CanvasRenderingContext2D, area: ChartArea, left: number, right: number): void {
  const height = area.bottom - area.top;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, area.top, right - left, height);
  ctx.clip();
  ctx.beginPath();
  for (let x = left - height - (left % HATCH_PX); x < right; x += HATCH_PX) {
    ctx.moveTo(x, area.bottom);
    ctx.lineTo(x + height, area.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Names a blank stretch in its middle, where it is wide enough for its label. */
function nameBlank(
  ctx: CanvasRenderingContext2D,
  area: ChartArea,
  left: number,
  right: number,
  label: string,
) {
  if (ctx.measureText(label).width + 2 * HATCH_PX > right - left) return;
  ctx.fillText(label, (left + right) / 2, (area.top + area.bottom) / 2);
}

function drawGaps(chart: Chart, { gaps, palette, font }: Overlay): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales.x;
  if (x === undefined) return;
  ctx.save();
  ctx.strokeStyle = palette.hatch;
  ctx.lineWidth = 1;
  ctx.fillStyle = palette.muted;
  ctx.font = font;
  ctx.textAlign = "center";
  for (const gap of gaps) {
    const left = Math.max(chartArea.left, x.getPixelForValue(gap.fromMs));
    const right = Math.min(chartArea.right, x.getPixelForValue(gap.toMs));
    if (right <= left) continue;
    if (gap.kind === "before") nameBlank(ctx, chartArea, left, right, gap.label);
    else hatch(ctx, chartArea, left, Math.max(right, left + 1));
  }
  ctx.restore();
}

function strokeVertical(chart: Chart, ms: number): void {
  const x = scalePixel(chart, ms);
  if (x === null) return;
  const { ctx, chartArea } = chart;
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
}

/** Middle of the device pixel column of a moment; null outside the plot. */
function scalePixel(chart: Chart, ms: number): number | null {
  const { chartArea, scales } = chart;
  const px = scales.x?.getPixelForValue(ms) ?? Number.NaN;
  return px >= chartArea.left && px <= chartArea.right ? Math.round(px) + 0.5 : null;
}

function drawMarks(chart: Chart, { marks, palette }: Overlay): void {
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.strokeStyle = palette.text;
  ctx.fillStyle = palette.text;
  ctx.setLineDash([3, 3]);
  for (const mark of marks) {
    const x = scalePixel(chart, mark.atMs);
    if (x === null) continue;
    strokeVertical(chart, mark.atMs);
    ctx.beginPath();
    ctx.moveTo(x - 4, chartArea.top);
    ctx.lineTo(x + 4, chartArea.top);
    ctx.lineTo(x, chartArea.top + 6);
    ctx.fill();
  }
  ctx.restore();
}

function drawLimits(chart: Chart, { limits, palette, font }: Overlay): void {
  const { ctx, chartArea, scales } = chart;
  ctx.save();
  ctx.strokeStyle = palette.muted;
  ctx.fillStyle = palette.muted;
  ctx.font = font;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.setLineDash([6, 3]);
  for (const limit of limits) {
    const y = Math.round(scales.y?.getPixelForValue(limit.height) ?? Number.NaN) + 0.5;
    if (!(y >= chartArea.top && y <= chartArea.bottom)) continue;
    ctx.beginPath();
    ctx.moveTo(chartArea.left, y);
    ctx.lineTo(chartArea.right, y);
    ctx.stroke();
    ctx.fillText(limit.label, chartArea.left + 6, y - 2);
  }
  ctx.restore();
}

function drawPointer(chart: Chart, { crosshairMs, selection, palette }: Overlay): void {
  const { ctx, chartArea, scales } = chart;
  ctx.save();
  if (selection !== null && scales.x !== undefined) {
    const left = Math.max(chartArea.left, scales.x.getPixelForValue(selection.fromMs));
    const right = Math.min(chartArea.right, scales.x.getPixelForValue(selection.toMs));
    ctx.globalAlpha = 0.18;
    ctx.fillStyle = palette.accent;
    ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top);
    ctx.globalAlpha = 1;
  }
  if (crosshairMs !== null) {
    ctx.strokeStyle = palette.muted;
    strokeVertical(chart, crosshairMs);
  }
  ctx.restore();
}

/** Gaps under the lines; marks, limits and crosshair over them. */
export const overlayPlugin: Plugin = {
  id: "overlay",
  beforeDatasetsDraw(chart) {
    const overlay = overlays.get(chart);
    if (overlay !== undefined) drawGaps(chart, overlay);
  },
  afterDatasetsDraw(chart) {
    const overlay = overlays.get(chart);
    if (overlay === undefined) return;
    drawMarks(chart, overlay);
    drawLimits(chart, overlay);
    drawPointer(chart, overlay);
  },
};
