"use client";

import { clsx } from "clsx";
import { ChartLine } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { LiveSparkline } from "../../../charts/live-sparkline";
import { CounterChart } from "../counter-chart";
import { useScene } from "../host-scene";

type MeasureProps = {
  name: string;
  chart?: { readonly metric: string; readonly title: string };
  children: ReactNode;
};

/** One figure; where it has a past, a small line that opens into its chart. */
export function Measure({ name, chart, children }: MeasureProps) {
  const t = useTranslations("condition.cost");
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="border-line border-b py-1">
      <div className="flex min-h-6 flex-wrap items-center gap-x-3">
        <span className="w-28 text-muted">{name}</span>
        <span className="mr-auto">{children}</span>
        {chart && (
          <span className="ml-auto flex items-center gap-2">
            <Past metric={chart.metric} />
            <button
              type="button"
              aria-expanded={isOpen}
              aria-label={t(isOpen ? "close" : "open", { name: chart.title })}
              onClick={() => setOpen(!isOpen)}
              className={clsx(
                "inline-flex size-6 items-center justify-center rounded hover:text-text",
                isOpen ? "bg-accent-quiet text-accent" : "text-muted",
              )}
            >
              <ChartLine aria-hidden size={14} />
            </button>
          </span>
        )}
      </div>
      {chart && isOpen && <CounterChart metric={chart.metric} title={chart.title} />}
    </li>
  );
}

function Past({ metric }: { metric: string }) {
  const { history } = useScene();
  const { live, span } = history;
  const figures = useCallback(() => live.timeline.figures(metric).avg, [live, metric]);
  return (
    <LiveSparkline
      source={live}
      figures={figures}
      span={span}
      color="var(--accent)"
      widthPx={72}
      heightPx={18}
    />
  );
}
