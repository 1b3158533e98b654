"use client";

import type { LatestResponse } from "@fourtuple/contracts/web";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { Pointer } from "../../charts/chart-source";
import { createSignal } from "../../charts/signal";
import { hostKey, useHostSysctls } from "../../lib/api/queries";
import { serverNowMs } from "../../lib/live/server-clock";
import { useHostLive, useHostReports } from "../../lib/live/use-live";
import { ConditionLine } from "./condition/condition-line";
import { CountersSection } from "./counters-section";
import { HostHeader } from "./host-header";
import { type HostScene, SceneProvider } from "./host-scene";
import { HostVerdict } from "./host-verdict";
import { AgentSection, ConnectionsSection, NamespacesSection } from "./lazy-sections";
import { ListenersSection } from "./listeners-section";
import { createHostFeed, type HostFeed } from "./model/host-feed";
import type { HostView } from "./model/host-view";
import { NeverSampled } from "./never-sampled";
import { NOTABLE_SKEW_MS } from "./notable-skew";
import { SectionNav } from "./section-nav";
import { SockstatSection } from "./sockstat-section";
import { StaleBoundary } from "./stale-boundary";
import { StatesSection } from "./states-section";
import { SysctlsSection } from "./sysctls-section";
import { useChartWords } from "./use-chart-words";
import { useHistory } from "./use-history";
import type { ChangeView } from "./use-host-view";

type HostScreenProps = {
  latest: LatestResponse;
  renewedAtMs: number;
  view: HostView;
  changeView: ChangeView;
};

function useFeed(latest: LatestResponse): HostFeed {
  const { host } = latest;
  const [feed] = useState(() => createHostFeed(host.intervalMs, serverNowMs() + skewOf(latest)));
  const queries = useQueryClient();
  useEffect(() => feed.seed(latest), [feed, latest]);
  const reports = useHostReports(host.id);
  useHostLive(host.id, {
    ...reports,
    onSample: (sample) => {
      // With its very first sample the host has more to tell than a sample holds.
      if (feed.sample.get() === null)
        void queries.invalidateQueries({ queryKey: [...hostKey(host.id), "latest"] });
      feed.accept(sample);
    },
    onListeners: (message) => feed.listeners.set(message),
    onStatus: ({ connected }) => feed.connected.set(connected),
    onSysctls: () => void queries.invalidateQueries({ queryKey: [...hostKey(host.id), "sysctls"] }),
  });
  return feed;
}

const skewOf = ({ host }: LatestResponse) => {
  const skewMs = host.clockSkewMs ?? 0;
  return Math.abs(skewMs) > NOTABLE_SKEW_MS ? skewMs : 0;
};

/** The browser looks for the part of the page the address names before that part has found its place. */
function useAnchor(isSettled: boolean) {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    if (isSettled && id !== "") document.getElementById(id)?.scrollIntoView();
  }, [isSettled]);
}

/** Puts the sections of the page around one live feed. Nothing here renders when a sample comes. */
export function HostScreen({ latest, renewedAtMs, view, changeView }: HostScreenProps) {
  const t = useTranslations("host");
  const { host } = latest;
  const feed = useFeed(latest);
  const [skewMs] = useState(() => skewOf(latest));
  const [pointer] = useState(() => createSignal<Pointer | null>(null));
  const history = useHistory(feed, view, {
    hostId: host.id,
    intervalMs: host.intervalMs,
    enrolledAtMs: Date.parse(host.enrolledAt),
    skewMs,
    renewedAtMs,
  });
  const sysctls = useHostSysctls(host.id);
  useAnchor(sysctls.data !== undefined && history.loading.kind !== "loading");
  const { gapsOf, marks } = useChartWords(history, sysctls.data?.changes);
  const settings = useMemo(
    () =>
      new Map(
        (sysctls.data?.values ?? []).flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
      ),
    [sysctls.data],
  );
  const scene = useMemo<HostScene>(
    () => ({ host, feed, history, pointer, view, changeView, gapsOf, marks, sysctls: settings, skewMs }),
    [host, feed, history, pointer, view, changeView, gapsOf, marks, settings, skewMs],
  );
  return (
    <SceneProvider value={scene}>
      <div className="flex flex-col gap-8 px-3 py-4 md:px-6">
        <div className="flex flex-col gap-4">
          <HostHeader latest={latest} />
          <HostVerdict />
          <ConditionLine />
        </div>
        {host.status === "never" ? <NeverSampled /> : <SectionNav />}
        {host.status !== "never" && (
          <StaleBoundary>
            <StatesSection />
            <ConnectionsSection />
            <CountersSection />
            <SockstatSection />
            <ListenersSection />
            <NamespacesSection />
            <AgentSection />
          </StaleBoundary>
        )}
        <SysctlsSection query={sysctls} title={t("sysctls.title")} />
      </div>
    </SceneProvider>
  );
}
