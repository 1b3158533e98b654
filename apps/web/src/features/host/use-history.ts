"use client";

import type { SeriesResponse } from "@fourtuple/contracts/web";
import { gapThresholdMs, METRICS } from "@fourtuple/core/samples";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TimeSpan } from "../../charts/chart-types";
import { type SeriesQuestion, seriesQuery } from "../../lib/api/queries";
import { useLive } from "../../lib/live/live-provider";
import { serverNowMs } from "../../lib/live/server-clock";
import { findGaps, findMissing, type Gap } from "./model/gaps";
import { followTimeline, type HostFeed, type LiveTimeline } from "./model/host-feed";
import { type HostView, resolutionOf } from "./model/host-view";
import { createTimeline } from "./model/timeline";

export type Loading =
  | { readonly kind: "loading" }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly reason: string };

export interface History {
  readonly live: LiveTimeline;
  readonly stepMs: number;
  readonly span: () => TimeSpan;
  /** Silence, and where samples came without this metric. */
  readonly gapsOf: (metric: string) => readonly Gap[];
  readonly loading: Loading;
  readonly retry: () => void;
}

export interface HistoryHost {
  readonly hostId: string;
  readonly intervalMs: number;
  readonly enrolledAtMs: number;
  /** The host's clock minus the server's, held for as long as the page shows this host. */
  readonly skewMs: number;
  /** Changes with every fresh answer of the server, also after a reconnect: what was missed is then read. */
  readonly renewedAtMs: number;
}

/** MAX_SERIES_METRICS of the contract, states first so that the chart has its figures soonest. */
const METRICS_A_QUESTION = 20;
const QUESTIONS: readonly (readonly string[])[] = Array.from(
  { length: Math.ceil(METRICS.length / METRICS_A_QUESTION) },
  (_, i) => METRICS.slice(i * METRICS_A_QUESTION, (i + 1) * METRICS_A_QUESTION).map(({ name }) => name),
);

type Ask = Omit<SeriesQuestion, "metrics">;

async function readHistory(
  queries: QueryClient,
  hostId: string,
  ask: Ask,
  take: (answer: SeriesResponse) => void,
): Promise<void> {
  for (const metrics of QUESTIONS) {
    // Not kept: the timeline holds the figures, and no two questions are ever the same.
    take(await queries.fetchQuery({ ...seriesQuery(hostId, { ...ask, metrics }), gcTime: 0 }));
  }
}

/** The last minute for verdict and trends, where the window on screen is coarser or elsewhere. */
function recentAsk(feed: HostFeed): Ask {
  const { t, stepMs } = feed.recent.timeline;
  return { fromMs: t[0] ?? 0, toMs: (t.at(-1) ?? 0) + stepMs, stepMs };
}

function useWindow(view: HostView, host: HistoryHost) {
  const { range, span } = view;
  const { intervalMs, skewMs } = host;
  return useMemo(() => {
    const { spanMs, stepMs } = resolutionOf({ range, span }, intervalMs);
    const endMs = span?.toMs ?? serverNowMs() + skewMs;
    const live = followTimeline(createTimeline(stepMs, spanMs, endMs));
    const known: { gaps: SeriesResponse["gaps"] } = { gaps: [] };
    const spanNow = (): TimeSpan => {
      const toMs = live.timeline.t.at(-1) ?? endMs;
      return span ?? { fromMs: toMs - spanMs, toMs };
    };
    return { live, stepMs, known, span: spanNow };
  }, [range, span, intervalMs, skewMs]);
}

type Window = ReturnType<typeof useWindow>;

/** Lets the window end now while nothing comes, so that silence is seen to grow. */
function useSliding(window: Window, feed: HostFeed, isLive: boolean, host: HistoryHost) {
  const { connection } = useLive();
  const { intervalMs, skewMs } = host;
  useEffect(() => {
    if (!isLive) return;
    const slide = () => {
      const nowMs = serverNowMs() + skewMs;
      const isFresh = nowMs - (feed.sample.get()?.atMs ?? 0) < 2 * intervalMs;
      if (isFresh || connection.getState().kind === "paused") return;
      for (const live of [window.live, feed.recent]) {
        live.timeline.slideTo(nowMs);
        live.changed();
      }
    };
    const timer = setInterval(slide, 1000);
    return () => clearInterval(timer);
  }, [window, feed, isLive, connection, intervalMs, skewMs]);
}

/**
 * After a hole the server is asked for it: at once, and again when an agent that was cut off has had time
 * to deliver what it kept. Judgement.
 */
const REFILL_AFTER_MS = [1000, 10_000, 40_000] as const;

/** Folds each sample into the window; `onHole` is called when samples before it are missing. */
function useFolding(window: Window, feed: HostFeed, isLive: boolean, intervalMs: number, onHole: () => void) {
  useEffect(() => {
    if (!isLive) return;
    let timers: readonly ReturnType<typeof setTimeout>[] = [];
    const stop = feed.onFigures((atMs, figures) => {
      const { t, samples, stepMs } = window.live.timeline;
      const last = t[samples.findLastIndex((count) => count > 0)];
      if (last !== undefined && atMs - last > stepMs + gapThresholdMs({ stepMs, intervalMs })) {
        timers.forEach(clearTimeout);
        timers = REFILL_AFTER_MS.map((ms) => setTimeout(onHole, ms));
      }
      window.live.timeline.fold(atMs, figures);
      window.live.changed();
    });
    return () => {
      timers.forEach(clearTimeout);
      stop();
    };
  }, [window, feed, isLive, intervalMs, onHole]);
}

/** Reads history into the window, again whenever the server's answer was renewed or a try is asked for. */
function useReading(window: Window, feed: HostFeed, isLive: boolean, host: HistoryHost) {
  const queries = useQueryClient();
  const [loading, setLoading] = useState<Loading>({ kind: "loading" });
  const [attempt, setAttempt] = useState(0);
  const shown = useRef<Window | null>(null);
  const current = useRef<object | null>(null);
  const { hostId, renewedAtMs, intervalMs } = host;

  useEffect(() => {
    const reading = { renewedAtMs, attempt };
    current.current = reading;
    const { live, known, stepMs } = window;
    const coversRecent = isLive && stepMs === intervalMs;
    const isCurrent = () => current.current === reading;
    const take = (answer: SeriesResponse) => {
      if (!isCurrent()) return;
      live.timeline.merge(answer);
      known.gaps = answer.gaps;
      live.changed();
      if (coversRecent) feed.mergeRecent(answer);
      shown.current = window;
      setLoading({ kind: "ready" });
    };
    const read = async () => {
      const { fromMs, toMs } = window.span();
      await readHistory(queries, hostId, { fromMs, toMs: toMs + stepMs, stepMs }, take);
      if (!isCurrent() || coversRecent) return;
      await readHistory(queries, hostId, recentAsk(feed), (answer) => feed.mergeRecent(answer));
    };
    // A renewed answer fills in behind what is on screen; only another stretch of time starts from nothing.
    if (shown.current !== window) setLoading({ kind: "loading" });
    read().catch((error: unknown) => {
      if (isCurrent()) setLoading({ kind: "failed", reason: reasonOf(error) });
    });
    return () => {
      current.current = null;
    };
  }, [queries, hostId, window, feed, isLive, intervalMs, renewedAtMs, attempt]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { loading, retry };
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** History of the stretch on screen, from the server first, then second by second while live. */
export function useHistory(feed: HostFeed, view: HostView, host: HistoryHost): History {
  const window = useWindow(view, host);
  const isLive = view.span === null;
  useSliding(window, feed, isLive, host);
  const { loading, retry } = useReading(window, feed, isLive, host);
  useFolding(window, feed, isLive, host.intervalMs, retry);
  const { intervalMs, enrolledAtMs } = host;
  const gapsOf = useCallback(
    (metric: string) => {
      const { timeline } = window.live;
      const { t, samples, stepMs } = timeline;
      const context = {
        stepMs,
        intervalMs,
        toMs: window.span().toMs,
        enrolledAtMs,
        known: window.known.gaps,
      };
      return [
        ...findGaps(t, samples, context),
        ...findMissing(t, samples, timeline.figures(metric).avg, context),
      ];
    },
    [window, intervalMs, enrolledAtMs],
  );
  return { live: window.live, stepMs: window.stepMs, span: window.span, gapsOf, loading, retry };
}
