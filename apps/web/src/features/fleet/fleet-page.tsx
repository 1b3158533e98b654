"use client";

import type { HostsResponse } from "@fourtuple/contracts/web";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../../design/empty-state";
import { RequestErrorState } from "../../design/request-error-state";
import { hostsQuery } from "../../lib/api/queries";
import { useServerNow } from "../../lib/live/server-clock";
import { useFleetLive, useLiveState } from "../../lib/live/use-live";
import { usePageTitle } from "../../lib/page-title";
import { CutOffNote } from "./cut-off-note";
import { toFleetHost, totalCounts } from "./fleet-host";
import { FleetList } from "./fleet-list";
import { FleetSkeleton } from "./fleet-skeleton";
import { FleetTotals } from "./fleet-totals";
import { evaluateFleetVerdict } from "./fleet-verdict";
import { VerdictLines } from "./verdict-lines";

/** While the socket is down, HTTP may still get through. Judgement: often enough to see it come back. */
const POLL_WHEN_CUT_OFF_MS = 5000;

export function FleetPage() {
  const t = useTranslations("common.pages");
  usePageTitle(t("fleet"));
  useFleetLive();
  const cutOff = useLiveState().kind === "reconnecting";
  const fleet = useQuery({
    ...hostsQuery,
    // Without figures there is an error to read; the connection renews it when it is back.
    refetchInterval: ({ state: { data } }) => (cutOff && data ? POLL_WHEN_CUT_OFF_MS : false),
  });
  return (
    <div className="flex flex-col gap-5 px-3 py-5 md:px-6">
      {fleet.data ? (
        <Fleet fleet={fleet.data} cutOff={cutOff || fleet.isError} />
      ) : fleet.error ? (
        <FleetFailed error={fleet.error} onRetry={() => void fleet.refetch()} />
      ) : (
        <FleetSkeleton />
      )}
    </div>
  );
}

function FleetFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useTranslations("fleet");
  return <RequestErrorState heading="h1" error={error} title={t("failed")} onRetry={onRetry} />;
}

function Fleet({ fleet, cutOff }: { fleet: HostsResponse; cutOff: boolean }) {
  const t = useTranslations("fleet");
  const nowMs = useServerNow();
  const heardMs = cutOff ? fleet.atMs : nowMs;
  const hosts = useMemo(
    () => fleet.hosts.map((host) => toFleetHost(host, nowMs, heardMs)),
    [fleet.hosts, nowMs, heardMs],
  );
  const verdict = <VerdictLines lines={evaluateFleetVerdict(hosts)} nowMs={nowMs} />;
  if (hosts.length === 0) {
    return (
      <>
        {verdict}
        <EmptyState title={t("empty.title")}>{t("empty.step")}</EmptyState>
      </>
    );
  }
  return (
    <>
      {verdict}
      {cutOff && <CutOffNote heardMs={fleet.atMs} nowMs={nowMs} />}
      <FleetTotals counts={totalCounts(hosts)} />
      <FleetList hosts={hosts} />
    </>
  );
}
