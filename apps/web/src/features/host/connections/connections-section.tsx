"use client";

import type { TopListsResponse } from "@fourtuple/contracts/web";
import { CENSUS_TIERS, type CensusTier, type TopLists } from "@fourtuple/core/samples";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "../../../design/error-state";
import { SeverityGlyph } from "../../../design/severity";
import { Skeleton } from "../../../design/skeleton";
import { TabPanel, Tabs } from "../../../design/tabs";
import { useHostTopLists } from "../../../lib/api/queries";
import { useLastingError } from "../../../lib/api/use-lasting-error";
import { useFormat } from "../../../lib/format/use-format";
import { useHostNow, useScene } from "../host-scene";
import { LIST_KINDS } from "../model/top-list-rows";
import { Section } from "../section-nav";
import { useCountedAtMs } from "../use-counts";
import { ListPanel } from "./list-panel";
import { TierChoice } from "./list-toolbar";
import { useOwners } from "./use-owners";

const ID = "connections";

/** Who holds the sockets: where this host connects to, who connects to it, and which services those are. */
export function ConnectionsSection() {
  const t = useTranslations("connections");
  const tFailed = useTranslations("host.failed");
  const { host } = useScene();
  const query = useHostTopLists(host.id);
  const error = useLastingError(query);
  const { data } = query;
  const tiers = data === undefined ? [] : CENSUS_TIERS.filter((tier) => data.lists[tier] !== null);
  if (data !== undefined && tiers.length > 0) return <Lists lists={data.lists} tiers={tiers} />;
  return (
    <Section id={ID} title={t("title")}>
      {data !== undefined && <NothingYet />}
      {data === undefined && error === null && <Skeleton className="h-64" />}
      {data === undefined && error !== null && (
        <ErrorState
          title={t("failed")}
          works={tFailed("part")}
          detail={error.message}
          onRetry={() => void query.refetch()}
        />
      )}
    </Section>
  );
}

function NothingYet() {
  const t = useTranslations("connections.waiting");
  return (
    <div className="flex max-w-2xl flex-col gap-2 py-2">
      <p className="font-medium">{t("title")}</p>
      <p className="text-muted">{t("detail")}</p>
    </div>
  );
}

type ListsProps = { lists: TopListsResponse["lists"]; tiers: readonly CensusTier[] };

function Lists({ lists, tiers }: ListsProps) {
  const t = useTranslations("connections");
  const { host, view, changeView } = useScene();
  const [wanted, setWanted] = useState<CensusTier>("full");
  const question = useOwners(host.id);
  const tier = tiers.includes(wanted) ? wanted : (tiers[0] ?? "full");
  const chosen = lists[tier];
  if (chosen === null) return null;
  const kind = view.list;
  return (
    <Section
      id={ID}
      title={t("title")}
      intro={<Reading lists={chosen} />}
      aside={
        <Tabs
          id={ID}
          label={t("lists.label")}
          tabs={LIST_KINDS.map((key) => ({ key, text: t(`lists.${key}`) }))}
          open={kind}
          onOpen={(list) => changeView({ list })}
        />
      }
    >
      <TabPanel id={ID} open={kind}>
        <p className="max-w-[110ch] text-dense text-muted">
          {t(`intro.${kind}`)} {kind === "destinations" && <Range lists={chosen} />}
          {kind === "cgroups" &&
            chosen.withoutCgroup > 0 &&
            t("intro.without", { count: chosen.withoutCgroup })}
        </p>
        <ListPanel
          key={kind}
          kind={kind}
          lists={chosen}
          question={question}
          tierChoice={<TierChoice tiers={tiers} chosen={tier} onChoose={setWanted} />}
        />
      </TabPanel>
    </Section>
  );
}

/**
 * Lists come every ten seconds at most, and not at all when they say nothing new. From a count so much later others
 * would have come: twice that time, so that those on their way are not missed too soon (judgement).
 */
const NEWER_LISTS_MS = 20_000;

/** Which count these lists come from, how long ago it was, and whether there were others since that brought none. */
function Reading({ lists }: { lists: TopLists }) {
  const t = useTranslations("connections.tier");
  const format = useFormat();
  const nowMs = useHostNow();
  const countedAtMs = useCountedAtMs(lists.tier);
  const age = format.age(Math.max(0, nowMs - lists.atMs));
  return (
    <>
      {t(`${lists.tier}Of`, { age })}
      {countedAtMs !== null && countedAtMs - lists.atMs > NEWER_LISTS_MS && ` · ${t("noNewer")}`}
      {lists.partial && (
        <>
          {" · "}
          <SeverityGlyph severity="info" className="mr-1" />
          {t("partial")}
        </>
      )}
    </>
  );
}

function Range({ lists }: { lists: TopLists }) {
  const t = useTranslations("connections.range");
  const format = useFormat();
  const { portRange, usablePorts } = lists;
  if (portRange === null) return t("unknown");
  const [low, high] = portRange;
  // Ports are names as much as numbers, and are written without separators.
  const ends = { low: String(low), high: String(high) };
  if (usablePorts === null) return t("usableUnknown", ends);
  const size = format.count(high - low + 1);
  return (
    <>
      {t("known", { ...ends, size, usable: format.count(usablePorts) })} {lists.tier === "full" && t("marks")}
    </>
  );
}
