"use client";

import { metricByName } from "@fourtuple/core/samples";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { counterTextKey } from "../../lib/messages-key";
import { useScene } from "./host-scene";
import { LineChart } from "./lazy-charts";
import { fieldOf } from "./model/counter-stories";

const HEIGHT_PX = 180;

/** One counter per second over the stretch of time on screen, with what it counts. */
export function CounterChart({ metric }: { metric: string }) {
  const t = useTranslations("host.counters");
  const explain = useTranslations("counters");
  const { host, history, pointer, gapsOf, marks, changeView } = useScene();
  const { live, span } = history;
  const figures = useCallback(() => live.timeline.figures(metric), [live, metric]);
  const gaps = useCallback(() => gapsOf(metric), [gapsOf, metric]);
  const name = fieldOf(metric);
  const unit = t(`units.${metricByName(metric)?.unit ?? "events"}`);
  return (
    <div className="mt-2">
      <LineChart
        title={name}
        heading={<span className="font-mono">{name}</span>}
        unit={t("unitPerSec", { unit })}
        source={live}
        figures={figures}
        span={span}
        gaps={gaps}
        marks={marks}
        pointer={pointer}
        hostName={host.name}
        heightPx={HEIGHT_PX}
        onSelectSpan={(next) => changeView({ span: next })}
      />
      <p className="mt-1 text-dense text-muted">{explain(counterTextKey(metric))}</p>
    </div>
  );
}
