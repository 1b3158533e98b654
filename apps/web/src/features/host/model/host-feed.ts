import type { Listener } from "@fourtuple/contracts/agent";
import type { LatestResponse, LiveSample, SeriesResponse } from "@fourtuple/contracts/web";
import { type CensusSource, gapThresholdMs, METRICS } from "@fourtuple/core/samples";
import { counterRate } from "@fourtuple/core/tcp";
import type { ChartSource } from "../../../charts/chart-source";
import { createSignal, type Signal } from "../../../charts/signal";
import type { Values } from "./reconcile";
import { createTimeline, type Timeline } from "./timeline";

/** One sample by the names of its metrics. */
export interface NamedSample {
  readonly epochMs: number;
  readonly seq: number;
  readonly atMs: number;
  readonly receivedMs: number;
  readonly censusSource: CensusSource;
  readonly partial: boolean;
  readonly values: Values;
}

export interface ListenerList {
  readonly atMs: number;
  readonly listeners: readonly Listener[];
  readonly more: number;
}

export type Rates = ReadonlyMap<string, number | null>;

/** A timeline that tells when it changed. */
export interface LiveTimeline extends ChartSource {
  readonly timeline: Timeline;
  changed(): void;
}

export function followTimeline(timeline: Timeline): LiveTimeline {
  const version = createSignal(0);
  return {
    timeline,
    axis: () => timeline,
    subscribe: version.subscribe,
    changed: () => version.set(version.get() + 1),
  };
}

/** Everything a host page follows second by second, outside of React. */
export interface HostFeed {
  readonly sample: Signal<NamedSample | null>;
  /** Counters per second between the two newest samples. */
  readonly rates: Signal<Rates>;
  readonly listeners: Signal<ListenerList | null>;
  readonly connected: Signal<boolean>;
  /** The last minute, whatever stretch of time is looked at. */
  readonly recent: LiveTimeline;
  seed(latest: LatestResponse): void;
  accept(sample: LiveSample): void;
  mergeRecent(history: Pick<SeriesResponse, "t" | "series">): void;
  /** What each sample adds to a timeline: gauges as they are, counters as rates. */
  onFigures(listener: (atMs: number, figures: Rates) => void): () => void;
}

const RECENT_STEPS = 60;

const toValues = (values: readonly (number | null)[]): Values =>
  Object.fromEntries(METRICS.map(({ name, id }) => [name, values[id] ?? null]));

const isNewer = (a: Pick<NamedSample, "epochMs" | "seq">, b: NamedSample | null) =>
  b === null || a.epochMs > b.epochMs || (a.epochMs === b.epochMs && a.seq > b.seq);

/** Rates of every counter between two samples; null where there is none, never a made-up zero. */
export function ratesBetween(before: NamedSample | null, after: NamedSample, intervalMs: number): Rates {
  const maxGapMs = gapThresholdMs({ stepMs: intervalMs, intervalMs });
  const pointOf = ({ atMs, values }: NamedSample, name: string) => ({ atMs, value: values[name] ?? null });
  const counters = METRICS.filter(({ kind }) => kind === "counter");
  return new Map(
    counters.map(({ name }) => [
      name,
      before === null ? null : counterRate(pointOf(before, name), pointOf(after, name), { maxGapMs }),
    ]),
  );
}

function figuresOf(sample: NamedSample, rates: Rates): Rates {
  const gauges = METRICS.filter(({ kind }) => kind === "gauge");
  return new Map([...gauges.map(({ name }) => [name, sample.values[name] ?? null] as const), ...rates]);
}

/** @param intervalMs at which the host reports */
export function createHostFeed(intervalMs: number, nowMs: number): HostFeed {
  const sample = createSignal<NamedSample | null>(null);
  const rates = createSignal<Rates>(new Map());
  const listeners = createSignal<ListenerList | null>(null);
  const connected = createSignal(false);
  const recent = followTimeline(createTimeline(intervalMs, RECENT_STEPS * intervalMs, nowMs));
  const followers = new Set<(atMs: number, figures: Rates) => void>();
  return {
    sample,
    rates,
    listeners,
    connected,
    recent,
    seed(latest) {
      connected.set(latest.host.connected);
      if (latest.listeners !== null && latest.listeners.atMs >= (listeners.get()?.atMs ?? 0)) {
        listeners.set(latest.listeners);
      }
      if (latest.sample !== null && isNewer(latest.sample, sample.get())) sample.set(latest.sample);
    },
    accept(live) {
      const before = sample.get();
      if (!isNewer(live, before)) return;
      const next = { ...live, values: toValues(live.values) };
      const nextRates = ratesBetween(before, next, intervalMs);
      const figures = figuresOf(next, nextRates);
      recent.timeline.fold(next.atMs, figures);
      connected.set(true);
      sample.set(next);
      rates.set(nextRates);
      recent.changed();
      for (const follower of followers) follower(next.atMs, figures);
    },
    mergeRecent(history) {
      recent.timeline.merge(history);
      recent.changed();
    },
    onFigures(listener) {
      followers.add(listener);
      return () => followers.delete(listener);
    },
  };
}

/** A minute of which so much was seen is called a minute: a step or two fall beside the axis by jitter. */
const WHOLE_SHARE = 0.9;

/** How much each counter grew over a timeline, and how long of it was seen. */
export function grownOver(timeline: Timeline): {
  readonly grown: ReadonlyMap<string, number>;
  readonly seenMs: number;
} {
  const seconds = timeline.stepMs / 1000;
  const grown = new Map<string, number>();
  for (const { name, kind } of METRICS) {
    if (kind !== "counter") continue;
    const known = timeline.figures(name).avg.filter((value) => value !== null);
    if (known.length > 0) grown.set(name, Math.round(known.reduce((sum, rate) => sum + rate * seconds, 0)));
  }
  const steps = timeline.t.length - 1;
  const seen = timeline.samples.filter((count) => count > 0).length;
  return { grown, seenMs: (seen >= WHOLE_SHARE * steps ? steps : seen) * timeline.stepMs };
}
