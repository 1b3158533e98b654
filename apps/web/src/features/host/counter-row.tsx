"use client";

import { clsx } from "clsx";
import { ChartLine } from "lucide-react";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { LiveSparkline } from "../../charts/live-sparkline";
import { NotAvailable } from "../../design/figure";
import { Tooltip } from "../../design/tooltip";
import { useFormat } from "../../lib/format/use-format";
import { counterTextKey } from "../../lib/messages-key";
import { useMetricNow, useRateNow, useScene } from "./host-scene";
import { fieldOf } from "./model/counter-stories";

const CELL = "h-7 border-line border-b px-2";

type CounterRowProps = { metric: string; isOpen: boolean; onToggle: () => void };

/** One counter: its rate, its recent past, its total. Quiet ones step back. */
export function CounterRow({ metric, isOpen, onToggle }: CounterRowProps) {
  const t = useTranslations("host.counters");
  const explain = useTranslations("counters");
  const name = fieldOf(metric);
  return (
    <tr className={clsx(isOpen ? "bg-accent-quiet" : "hover:bg-hover")}>
      <td className={clsx(CELL, "pl-0")}>
        <Tooltip text={explain(counterTextKey(metric))}>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? "close" : "open", { name })}
            onClick={onToggle}
            className="group inline-flex h-6 items-center gap-1.5 font-mono"
          >
            {name}
            <ChartLine
              aria-hidden
              size={12}
              className={clsx(
                "text-muted",
                !isOpen && "opacity-0 group-hover:opacity-100 group-focus:opacity-100",
              )}
            />
          </button>
        </Tooltip>
      </td>
      <RateCells metric={metric} />
    </tr>
  );
}

function RateCells({ metric }: { metric: string }) {
  const t = useTranslations("host.counters");
  const format = useFormat();
  const { history } = useScene();
  const rate = useRateNow(metric);
  const total = useMetricNow(metric);
  const { live, span } = history;
  const figures = useCallback(() => live.timeline.figures(metric).avg, [live, metric]);
  const isQuiet = !rate;
  return (
    <>
      <td className={clsx(CELL, "figures text-right", isQuiet && "text-muted")}>
        {rate === null ? <NotAvailable reason={t(total === null ? "naWhy" : "naRate")} /> : format.rate(rate)}
      </td>
      <td className={clsx(CELL, "max-sm:hidden")}>
        <span className="flex justify-end">
          <LiveSparkline
            source={live}
            figures={figures}
            span={span}
            color={total ? "var(--accent)" : "var(--line-strong)"}
            widthPx={120}
            heightPx={18}
          />
        </span>
      </td>
      <td className={clsx(CELL, "figures pr-0 text-right", !total && "text-muted")}>
        {total === null ? <NotAvailable reason={t("naWhy")} /> : format.count(total)}
      </td>
    </>
  );
}
