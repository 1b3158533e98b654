import { MAX_SERIES_METRICS, MAX_SERIES_POINTS } from "@fourtuple/contracts/web";
import { METRICS, type Metric, metricByName } from "@fourtuple/core/samples";
import { z } from "zod";
import { suggestNames } from "./near-names.js";

const DEFAULT_RANGE_MS = 15 * 60_000;
/** Unless a step is asked for, it is the least that makes no more points than this: one per pixel of a chart. */
const DEFAULT_POINTS = 900;
const MIN_STEP_MS = 100;
/** Steps people know, up to the day; beyond, whole days. */
const ROUND_STEPS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1000);
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MS_FROM_2100 = 4_102_444_800_000;

/** A question for a history, checked. */
export interface SeriesQuery {
  readonly metrics: readonly Metric[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

const TIME_HINT = "must be ms since 1970 or ISO 8601 such as 2026-01-31T12:00:00Z";
const time = z.string("give it once").transform((text, context) => {
  const ms = /^\d{1,15}$/.test(text) ? Number(text) : isoMs(text);
  if (ms !== null && ms <= MS_FROM_2100) return ms;
  context.addIssue({ code: "custom", message: TIME_HINT });
  return z.NEVER;
});

const step = z.string("give it once").transform((text, context) => {
  const [, digits = "", unit = "ms"] = /^(\d{1,12})(ms|s|m|h|d)?$/.exec(text) ?? [];
  const ms = Number(digits) * (UNIT_MS[unit] ?? 0);
  if (digits !== "" && ms >= MIN_STEP_MS && ms <= MS_FROM_2100) return ms;
  context.addIssue({
    code: "custom",
    message: `must be ms, at least ${MIN_STEP_MS}, or a duration such as 10s or 5m`,
  });
  return z.NEVER;
});

const metrics = z
  .string("name at least one metric, several separated by commas, in one parameter")
  .transform((text, context) => {
    const names = [...new Set(text.split(",").map((name) => name.trim()))].filter((name) => name !== "");
    if (names.length === 0) context.addIssue({ code: "custom", message: "name at least one metric" });
    if (names.length > MAX_SERIES_METRICS) {
      const message = `names ${names.length} metrics, at most ${MAX_SERIES_METRICS} are answered at once`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }
    for (const name of names) {
      if (!metricByName(name)) context.addIssue({ code: "custom", message: unknownMetric(name) });
    }
    return names.flatMap((name) => metricByName(name) ?? []);
  });

const METRIC_NAMES = METRICS.map((metric) => metric.name);

function unknownMetric(name: string): string {
  const near = suggestNames(name, METRIC_NAMES);
  const hint = near.length > 0 ? `; did you mean ${near.join(" or ")}?` : "";
  return `${JSON.stringify(name.slice(0, 80))} is not a metric${hint}`;
}

function isoMs(text: string): number | null {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const ms = isIso ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) || ms < 0 ? null : ms;
}

/** Query parameters of GET /api/v1/hosts/{id}/series. */
export const seriesParametersSchema = z.object({
  metrics: metrics.describe("Names of metrics, separated by commas"),
  from: time.optional().describe("Start: ms since 1970 or ISO 8601; 15 minutes before the end by default"),
  to: time.optional().describe("End, likewise; now by default"),
  step: step.optional().describe("Step: ms or a duration such as 10s; by default at most 900 points"),
});
export type SeriesParameters = z.output<typeof seriesParametersSchema>;

export type PlannedQuery =
  | { readonly ok: true; readonly query: SeriesQuery }
  | { readonly ok: false; readonly field: string; readonly message: string };

/** Fills in what was not asked for, and refuses ranges that are reversed or make too many points. */
export function planSeriesQuery(
  parameters: SeriesParameters,
  intervalMs: number,
  nowMs: number,
): PlannedQuery {
  const toMs = parameters.to ?? nowMs;
  const fromMs = parameters.from ?? Math.max(0, toMs - DEFAULT_RANGE_MS);
  if (fromMs >= toMs) return { ok: false, field: "from", message: "must be earlier than `to`" };
  const rangeMs = toMs - fromMs;
  const stepMs = parameters.step ?? defaultStepMs(rangeMs, intervalMs);
  const points = Math.ceil(rangeMs / stepMs);
  if (points > MAX_SERIES_POINTS) {
    const enough = defaultStepMs(rangeMs, intervalMs);
    const message = `makes ${points} points, at most ${MAX_SERIES_POINTS} are answered; ask with step=${enough} or a shorter range`;
    return { ok: false, field: "step", message };
  }
  return { ok: true, query: { metrics: parameters.metrics, fromMs, toMs, stepMs } };
}

function defaultStepMs(rangeMs: number, intervalMs: number): number {
  const least = Math.max(rangeMs / DEFAULT_POINTS, intervalMs);
  const dayMs = 86_400_000;
  return ROUND_STEPS_MS.find((each) => each >= least) ?? Math.ceil(least / dayMs) * dayMs;
}
