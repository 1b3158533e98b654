"use client";

import type { NamespaceReading, Namespaces } from "@fourtuple/contracts/agent";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "../../../design/error-state";
import { useHostNamespaces } from "../../../lib/api/queries";
import { useLastingError } from "../../../lib/api/use-lasting-error";
import { useFormat } from "../../../lib/format/use-format";
import { ResortButton } from "../connections/list-toolbar";
import { FilterField } from "../filter-field";
import { useHostNow, useScene } from "../host-scene";
import { namespaceKey, rankNamespaces } from "../model/namespace-rows";
import { Section } from "../section-nav";
import { useSteadyOrder } from "../use-steady-order";
import { NamespaceList } from "./namespace-list";

/** Namespaces beside the one of the host; nothing for an agent that was not told to look. */
export function NamespacesSection() {
  const t = useTranslations("namespaces");
  const tFailed = useTranslations("host.failed");
  const { host } = useScene();
  const query = useHostNamespaces(host.id);
  const error = useLastingError(query);
  const namespaces = query.data?.namespaces ?? null;
  if (namespaces !== null) return <Known namespaces={namespaces} />;
  if (query.data !== undefined || error === null) return null;
  return (
    <Section id="namespaces" title={t("title")}>
      <ErrorState
        title={t("failed")}
        works={tFailed("part")}
        detail={error.message}
        onRetry={() => void query.refetch()}
      />
    </Section>
  );
}

function Known({ namespaces }: { namespaces: Namespaces }) {
  const t = useTranslations("namespaces");
  const [filter, setFilter] = useState("");
  const ranked = rankNamespaces(namespaces.namespaces, filter);
  const order = useSteadyOrder(ranked.map(namespaceKey), filter);
  const byKey = new Map(ranked.map((reading) => [namespaceKey(reading), reading]));
  const shown: NamespaceReading[] = order.keys.flatMap((key) => byKey.get(key) ?? []);
  const isEmpty = namespaces.namespaces.length === 0;
  const controls = isEmpty ? null : (
    <span className="flex w-full max-w-md items-center gap-x-2">
      <FilterField label={t("filter")} value={filter} onChange={setFilter} />
      <ResortButton isNeeded={order.isOutOfOrder} onPress={order.sortAgain} />
    </span>
  );
  return (
    <Section id="namespaces" title={t("title")} intro={<Intro namespaces={namespaces} />} aside={controls}>
      {isEmpty && (
        <div className="flex max-w-2xl flex-col gap-2 py-2">
          <p className="font-medium">{t("none.title")}</p>
          <p className="text-muted">{t("none.detail")}</p>
        </div>
      )}
      {!isEmpty && shown.length === 0 && <p className="text-muted">{t("noMatch", { filter })}</p>}
      {shown.length > 0 && <NamespaceList namespaces={shown} />}
      {namespaces.more > 0 && (
        <p className="mt-2 text-dense text-muted">{t("more", { count: namespaces.more })}</p>
      )}
    </Section>
  );
}

/** What these figures are not part of, and how often they are renewed. */
function Intro({ namespaces }: { namespaces: Namespaces }) {
  const t = useTranslations("namespaces");
  const format = useFormat();
  const nowMs = useHostNow();
  const { atMs, intervalMs, cpuUs, more } = namespaces;
  return (
    <>
      {t("scope")}{" "}
      {t("swept", {
        count: namespaces.namespaces.length + more,
        every: format.fine(intervalMs * 1000),
        age: format.age(Math.max(0, nowMs - atMs)),
        cpu: cpuUs === null ? "none" : format.fine(cpuUs),
      })}
    </>
  );
}
