"use client";

import type { Condition } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import { NotAvailable } from "../../../design/figure";
import { useFormat } from "../../../lib/format/use-format";
import { useServerNow } from "../../../lib/live/server-clock";
import { useMetricNow, useScene } from "../host-scene";
import { grownOver } from "../model/host-feed";
import { Measure } from "./measure";

const CPU = "agent.cpuUs";
const MEMORY = "agent.residentBytes";

/** A mean over less says little: judgement. */
const LEAST_SEEN_MS = 30_000;

/** Share of one core over the last minute as the samples have it; null before half of one was seen. */
function useCpuUsed(): number | null {
  const { feed } = useScene();
  useServerNow();
  const { grown, seenMs } = grownOver(feed.recent.timeline);
  const usedUs = grown.get(CPU);
  return usedUs === undefined || seenMs < LEAST_SEEN_MS ? null : usedUs / 1000 / seenMs;
}

/** What the agent costs the host, with its past. */
export function AgentCost({ condition }: { condition: Condition }) {
  const t = useTranslations("condition.cost");
  const format = useFormat();
  const memory = useMetricNow(MEMORY);
  const { cpuBudget } = condition;
  const cpuUsed = useCpuUsed() ?? condition.cpuUsed;
  return (
    <div className="min-w-0 text-dense">
      <h3 className="font-medium text-body">{t("title")}</h3>
      <ul>
        <Measure name={t("cpu")} chart={{ metric: CPU, title: t("chartCpu") }}>
          {cpuUsed === null ? (
            <span className="text-muted">{t("cpuSoon")}</span>
          ) : (
            t.rich("cpuNow", { used: () => <span className="figures">{format.finePercent(cpuUsed)}</span> })
          )}
        </Measure>
        <Measure name={t("budget")}>
          {t.rich("budgetOf", {
            budget: () => <span className="figures">{format.finePercent(cpuBudget)}</span>,
          })}
        </Measure>
        <Measure name={t("memory")} chart={{ metric: MEMORY, title: t("chartMemory") }}>
          {memory === null ? (
            <NotAvailable reason={t("memoryUnknown")} />
          ) : (
            <span className="figures">{format.bytes(memory)}</span>
          )}
        </Measure>
      </ul>
    </div>
  );
}
