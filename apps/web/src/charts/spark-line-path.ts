import type { Figures, TimeSpan } from "./chart-types";
import { decimateMinMax } from "./decimate";

interface SparkBox extends TimeSpan {
  readonly stepMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** An SVG path from zero up, its breaks as breaks; a point alone becomes a dot (a line of no length, round caps). */
export function sparkLinePath(t: readonly number[], values: Figures, box: SparkBox): string {
  const points = decimateMinMax(t, values, box);
  const top = points.reduce((max, { y }) => (y > max ? y : max), 1);
  const perMs = box.widthPx / Math.max(1, box.toMs - box.fromMs);
  let path = "";
  let isBroken = true;
  for (const { x, y } of points) {
    if (Number.isNaN(y)) {
      isBroken = true;
      continue;
    }
    const px = round((x - box.fromMs) * perMs);
    const py = round(box.heightPx - 1 - (y / top) * (box.heightPx - 2));
    path += isBroken ? `M${px} ${py}h0` : `L${px} ${py}`;
    isBroken = false;
  }
  return path;
}
