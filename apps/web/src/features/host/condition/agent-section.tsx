"use client";

import type { Condition } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import { ErrorState } from "../../../design/error-state";
import { Skeleton } from "../../../design/skeleton";
import { useHostCondition } from "../../../lib/api/queries";
import { useLastingError } from "../../../lib/api/use-lasting-error";
import { useScene } from "../host-scene";
import { Section } from "../section-nav";
import { AgentCost } from "./agent-cost";
import { CountsTable } from "./counts-table";
import { LimitationList } from "./limitation-list";
import { SpoolState } from "./spool-state";

/** How this host is measured: how often, at what cost, what waits and what the agent may not see. */
export function AgentSection() {
  const t = useTranslations("condition");
  const tFailed = useTranslations("host.failed");
  const { host } = useScene();
  const query = useHostCondition(host.id);
  const error = useLastingError(query);
  const { data } = query;
  return (
    <Section id="agent" title={t("title")} intro={t("intro")}>
      {data === undefined && error === null && <Skeleton className="h-48" />}
      {data === undefined && error !== null && (
        <ErrorState
          title={t("failed")}
          works={tFailed("part")}
          detail={error.message}
          onRetry={() => void query.refetch()}
        />
      )}
      {data !== undefined && data.condition === null && <Untold />}
      {data !== undefined && data.condition !== null && <Told condition={data.condition} />}
    </Section>
  );
}

function Untold() {
  const t = useTranslations("condition.unknown");
  return (
    <div className="flex max-w-2xl flex-col gap-2 py-2">
      <p className="font-medium">{t("title")}</p>
      <p className="text-muted">{t("detail")}</p>
    </div>
  );
}

function Told({ condition }: { condition: Condition }) {
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[3fr_2fr]">
      <div className="flex min-w-0 flex-col gap-6">
        <CountsTable condition={condition} />
        <LimitationList condition={condition} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <AgentCost condition={condition} />
        <SpoolState condition={condition} />
      </div>
    </div>
  );
}
