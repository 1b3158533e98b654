import type { CanvasPalette } from "../design/state-tokens";

export interface PngLegendEntry {
  readonly label: string;
  readonly color: string;
}

export interface PngCaption {
  readonly title: string;
  readonly legend: readonly PngLegendEntry[];
  readonly palette: CanvasPalette;
  readonly fontFamily: string;
}

const PAD = 16;
const LINE = 20;
const SWATCH = 10;

/** Puts the legend into lines no wider than `widthPx`. */
function layLegend(ctx: CanvasRenderingContext2D, legend: readonly PngLegendEntry[], widthPx: number) {
  let x = PAD;
  let row = 0;
  const places = legend.map((entry) => {
    const width = SWATCH + 6 + ctx.measureText(entry.label).width + PAD;
    if (x + width > widthPx && x > PAD) {
      x = PAD;
      row += 1;
    }
    const place = { entry, x, row };
    x += width;
    return place;
  });
  return { places, rows: legend.length === 0 ? 0 : row + 1 };
}

/** The chart as it stands, on its background, with its title above and its legend below: fit to be pasted. */
export function renderPng(chart: HTMLCanvasElement, caption: PngCaption): HTMLCanvasElement {
  const ratio = chart.width / Math.max(1, chart.clientWidth);
  const { clientWidth, clientHeight } = chart;
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  if (ctx === null) return canvas;
  ctx.font = `12px ${caption.fontFamily}`;
  const { places, rows } = layLegend(ctx, caption.legend, clientWidth);
  const top = PAD + LINE;
  canvas.width = clientWidth * ratio;
  canvas.height = (top + clientHeight + rows * LINE + PAD) * ratio;
  ctx.scale(ratio, ratio);
  ctx.fillStyle = caption.palette.surface;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(chart, 0, top, clientWidth, clientHeight);
  ctx.textBaseline = "middle";
  ctx.font = `13px ${caption.fontFamily}`;
  ctx.fillStyle = caption.palette.text;
  ctx.fillText(caption.title, PAD, PAD + 4);
  ctx.font = `12px ${caption.fontFamily}`;
  for (const { entry, x, row } of places) {
    const y = top + clientHeight + row * LINE + LINE / 2;
    ctx.fillStyle = entry.color;
    ctx.fillRect(x, y - SWATCH / 2, SWATCH, SWATCH);
    ctx.fillStyle = caption.palette.text;
    ctx.fillText(entry.label, x + SWATCH + 6, y);
  }
  return canvas;
}
