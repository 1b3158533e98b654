import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import type { ChartScale, Point, SeriesFigures, View } from "./chart-types";
import { type BandPoints, decimateBand, decimateMinMax, pickMinMax, pointsAt } from "./decimate";
import { toHeight } from "./log-scale";

export interface StatesInput {
  readonly t: readonly number[];
  readonly states: Readonly<Partial<Record<TcpState, SeriesFigures>>>;
}

export interface StatesChoice {
  readonly hidden: ReadonlySet<TcpState>;
  /** One state alone, on its own scale, with its band; null shows them together. */
  readonly isolated: TcpState | null;
  readonly scale: ChartScale;
}

export interface StateLine {
  readonly state: TcpState;
  /** Stacked: the upper edge of the state's area. Otherwise its own height. */
  readonly points: readonly Point[];
}

/** `stacked`: areas on top of each other; `lines`: each state from the floor, on the log scale or alone. */
export interface StackedChartData {
  readonly mode: "stacked" | "lines";
  readonly lines: readonly StateLine[];
  readonly band: BandPoints | null;
  /** Over stacked averages: the highest of each state added up, so that a spike shorter than a step stays in sight. */
  readonly ceiling: readonly Point[] | null;
}

/** States that are drawn, in legend order. */
export function visibleStates(choice: StatesChoice): TcpState[] {
  if (choice.isolated !== null) return [choice.isolated];
  return TCP_STATES.filter((state) => !choice.hidden.has(state));
}

/** Sum over states at each step; null where none of them has a figure. */
export function totalOf(
  input: StatesInput,
  states: readonly TcpState[],
  figure: "avg" | "max" = "avg",
): (number | null)[] {
  return input.t.map((_, i) => {
    let total: number | null = null;
    for (const state of states) {
      const value = input.states[state]?.[figure][i] ?? null;
      if (value !== null) total = (total ?? 0) + value;
    }
    return total;
  });
}

const EMPTY: SeriesFigures = { avg: [], min: [], max: [] };

function onScale(points: readonly Point[], scale: ChartScale): readonly Point[] {
  return scale === "linear" ? points : points.map(({ x, y }) => ({ x, y: toHeight(y, scale) }));
}

/** Upper edges of the areas, each state standing on the one before it in legend order. */
function stackAreas(input: StatesInput, states: readonly TcpState[], view: View): StateLine[] {
  const total = totalOf(input, states);
  const floor = pointsAt(pickMinMax(input.t, total, view), input.t, total);
  const indexOf = new Map(input.t.map((ms, i) => [ms, i]));
  const tops = floor.map(({ y }) => (Number.isNaN(y) ? Number.NaN : 0));
  return states.map((state) => {
    const { avg } = input.states[state] ?? EMPTY;
    const points = floor.map(({ x }, k) => {
      tops[k] = (tops[k] ?? 0) + (avg[indexOf.get(x) ?? -1] ?? 0);
      return { x, y: tops[k] };
    });
    return { state, points };
  });
}

/**
 * What the states chart draws. Stacked areas must share their times, so those are thinned by the lowest
 * and highest total of each pixel; alone or on the log scale each state is thinned by its own extremes.
 */
export function toStackedChartData(input: StatesInput, choice: StatesChoice, view: View): StackedChartData {
  const states = visibleStates(choice);
  if (choice.isolated === null && choice.scale === "linear") {
    const lines = stackAreas(input, states, view);
    return { mode: "stacked", lines, band: null, ceiling: ceilingOf(input, states, view) };
  }
  const lines = states.map((state) => ({
    state,
    points: onScale(decimateMinMax(input.t, (input.states[state] ?? EMPTY).avg, view), choice.scale),
  }));
  const band = choice.isolated === null ? null : bandOf(input, choice, view);
  return { mode: "lines", lines, band, ceiling: null };
}

/** No total within a step was higher: the states need not have been at their highest in the same second. */
function ceilingOf(input: StatesInput, states: readonly TcpState[], view: View): readonly Point[] | null {
  const total = totalOf(input, states);
  const highest = totalOf(input, states, "max");
  const isAbove = highest.some((high, i) => high !== null && high > (total[i] ?? 0));
  return isAbove ? decimateBand(input.t, total, highest, view).high : null;
}

function bandOf(input: StatesInput, choice: StatesChoice, view: View): BandPoints | null {
  const figures = choice.isolated === null ? undefined : input.states[choice.isolated];
  if (figures === undefined) return null;
  const band = decimateBand(input.t, figures.min, figures.max, view);
  return { low: onScale(band.low, choice.scale), high: onScale(band.high, choice.scale) };
}

/** The state whose area holds a height, or on the log scale whose line is nearest; null over the top. */
export function stateAtHeight(
  { mode, lines }: StackedChartData,
  atMs: number,
  height: number,
): TcpState | null {
  const heights = lines.map(({ state, points }) => {
    const nearest = points.reduce<Point | null>(
      (best, point) =>
        Number.isNaN(point.y) || (best !== null && Math.abs(best.x - atMs) <= Math.abs(point.x - atMs))
          ? best
          : point,
      null,
    );
    return { state, y: nearest?.y ?? Number.NaN };
  });
  if (mode === "stacked") return heights.find(({ y }) => height <= y)?.state ?? null;
  const apart = ({ y }: { readonly y: number }) =>
    Number.isNaN(y) ? Number.POSITIVE_INFINITY : Math.abs(y - height);
  const [closest] = heights.sort((a, b) => apart(a) - apart(b));
  return closest?.state ?? null;
}
