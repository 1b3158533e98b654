import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import type { ChartScale, TimeSpan } from "../../../charts/chart-types";
import { LIST_KINDS, type ListKind } from "./top-list-rows";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Ranges that end now, with the step their history is asked in: at most 900 points each. */
export const RANGES = [
  { key: "5m", spanMs: 5 * MINUTE, stepMs: SECOND },
  { key: "15m", spanMs: 15 * MINUTE, stepMs: SECOND },
  { key: "1h", spanMs: HOUR, stepMs: 5 * SECOND },
  { key: "6h", spanMs: 6 * HOUR, stepMs: 30 * SECOND },
  { key: "24h", spanMs: 24 * HOUR, stepMs: 2 * MINUTE },
  { key: "7d", spanMs: 168 * HOUR, stepMs: 15 * MINUTE },
] as const;
export type RangeKey = (typeof RANGES)[number]["key"];
export const DEFAULT_RANGE: RangeKey = "15m";

const MAX_POINTS = 900;
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400].map(
  (seconds) => seconds * SECOND,
);

/** All that the address of a host page says. */
export interface HostView {
  readonly hostId: string | null;
  /** The range that ends now; also what Live returns to when `span` holds still. */
  readonly range: RangeKey;
  /** A stretch of time that stands still; null is live. */
  readonly span: TimeSpan | null;
  readonly isolated: TcpState | null;
  readonly hidden: ReadonlySet<TcpState>;
  readonly scale: ChartScale;
  /** Which list of those who hold sockets is open. */
  readonly list: ListKind;
}

const isState = (text: string): text is TcpState => (TCP_STATES as readonly string[]).includes(text);

function parseSpan(params: URLSearchParams): TimeSpan | null {
  const fromMs = Date.parse(params.get("from") ?? "");
  const toMs = Date.parse(params.get("to") ?? "");
  return Number.isFinite(fromMs) && Number.isFinite(toMs) && fromMs >= 0 && fromMs + SECOND <= toMs
    ? { fromMs, toMs }
    : null;
}

/** Reads the address; what it does not say, or says wrongly, is the default. */
export function parseHostView(params: URLSearchParams): HostView {
  const range = RANGES.find(({ key }) => key === params.get("range"))?.key ?? DEFAULT_RANGE;
  const isolated = params.get("state") ?? "";
  const hidden = (params.get("hide") ?? "").split(",").filter(isState);
  return {
    hostId: params.get("id"),
    range,
    span: parseSpan(params),
    isolated: isState(isolated) ? isolated : null,
    hidden: new Set(hidden),
    scale: params.get("scale") === "log" ? "log" : "linear",
    list: LIST_KINDS.find((kind) => kind === params.get("list")) ?? LIST_KINDS[0],
  };
}

/** The query of the address; parts that are the default are left out. */
export function formatHostView(view: HostView): string {
  const params = new URLSearchParams();
  if (view.hostId !== null) params.set("id", view.hostId);
  if (view.range !== DEFAULT_RANGE) params.set("range", view.range);
  if (view.span !== null) {
    params.set("from", new Date(view.span.fromMs).toISOString());
    params.set("to", new Date(view.span.toMs).toISOString());
  }
  if (view.isolated !== null) params.set("state", view.isolated);
  if (view.hidden.size > 0)
    params.set("hide", TCP_STATES.filter((state) => view.hidden.has(state)).join(","));
  if (view.scale === "log") params.set("scale", "log");
  if (view.list !== LIST_KINDS[0]) params.set("list", view.list);
  return params.toString();
}

export interface Resolution {
  readonly spanMs: number;
  readonly stepMs: number;
}

/** How long and how fine the view is. A step is never shorter than the interval at which the host reports. */
export function resolutionOf(view: Pick<HostView, "range" | "span">, intervalMs: number): Resolution {
  if (view.span === null) {
    const range = RANGES.find(({ key }) => key === view.range) ?? RANGES[0];
    return { spanMs: range.spanMs, stepMs: Math.max(range.stepMs, intervalMs) };
  }
  const spanMs = view.span.toMs - view.span.fromMs;
  const least = Math.max(spanMs / MAX_POINTS, intervalMs);
  return {
    spanMs,
    stepMs: STEPS_MS.find((step) => step >= least) ?? Math.ceil(least / 86_400_000) * 86_400_000,
  };
}
