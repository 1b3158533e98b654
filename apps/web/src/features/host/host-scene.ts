"use client";

import type { HostSummary } from "@fourtuple/contracts/web";
import { createContext, use, useCallback, useSyncExternalStore } from "react";
import type { PointerSignal } from "../../charts/chart-source";
import type { ChartGap, ChartMark } from "../../charts/chart-types";
import type { Signal } from "../../charts/signal";
import { useServerNow } from "../../lib/live/server-clock";
import { useLiveState } from "../../lib/live/use-live";
import type { HostFeed } from "./model/host-feed";
import type { HostView } from "./model/host-view";
import type { History } from "./use-history";
import type { ChangeView } from "./use-host-view";

/** What all sections of the page share. It changes with the view, never with a sample. */
export interface HostScene {
  readonly host: HostSummary;
  readonly feed: HostFeed;
  readonly history: History;
  readonly pointer: PointerSignal;
  readonly view: HostView;
  readonly changeView: ChangeView;
  /** Where a metric has no figures and why, in the reader's words. */
  readonly gapsOf: (metric: string) => readonly ChartGap[];
  /** Changes of settings, in every chart. */
  readonly marks: readonly ChartMark[];
  /** Settings that could be read, by name. */
  readonly sysctls: ReadonlyMap<string, string>;
  /** The host's clock minus the server's, where it is worth a word; ages of what the host dated need it. */
  readonly skewMs: number;
}

const SceneContext = createContext<HostScene | null>(null);
export const SceneProvider = SceneContext.Provider;

/** @throws when used outside of a host's page, which is a mistake in the code. */
export function useScene(): HostScene {
  const scene = use(SceneContext);
  if (scene === null) throw new Error("useScene needs a SceneProvider around it");
  return scene;
}

/** Follows one figure of a signal: a change elsewhere in it renders nothing. */
export function useSignalFigure<T, P extends string | number | boolean | null>(
  signal: Signal<T>,
  select: (value: T) => P,
): P {
  const read = useCallback(() => select(signal.get()), [signal, select]);
  return useSyncExternalStore(signal.subscribe, read, read);
}

/** The host's own clock, a tick a second: what the ages of its reports are reckoned by. */
export function useHostNow(): number {
  const { skewMs } = useScene();
  return useServerNow() + skewMs;
}

/** Whether the server is heard; a page that is held still heard it last. */
export function useHearsServer(): boolean {
  const { kind } = useLiveState();
  return kind === "live" || kind === "paused";
}

/** A figure of the newest sample, by its metric's name; null where it is not available. */
export function useMetricNow(metric: string): number | null {
  const { sample } = useScene().feed;
  const read = useCallback(() => sample.get()?.values[metric] ?? null, [sample, metric]);
  return useSyncExternalStore(sample.subscribe, read, read);
}

/** A counter per second now; until two samples came, what history says of the newest second. */
export function useRateNow(metric: string): number | null {
  const { rates, recent } = useScene().feed;
  const read = useCallback(
    () =>
      rates.get().get(metric) ??
      recent.timeline.figures(metric).avg.findLast((rate) => rate !== null) ??
      null,
    [rates, recent, metric],
  );
  return useSyncExternalStore(recent.subscribe, read, read);
}
