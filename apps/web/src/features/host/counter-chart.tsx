"use client";

import { metricByName } from "@fourtuple/core/samples";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { Figures, SeriesFigures } from "../../charts/chart-types";
import { counterTextKey } from "../../lib/messages-key";
import { useScene } from "./host-scene";
import { LineChart } from "./lazy-charts";
import { fieldOf } from "./model/counter-stories";

const HEIGHT_PX = 180;

/** Units in which nobody thinks, and those in which one does: µs of CPU in a second are a share of a core. */
const READABLE: Readonly<
  Record<string, { readonly factor: number; readonly unit: "mebibytes" | "shareOfCore" }>
> = {
  "gauge bytes": { factor: 1 / 1024 ** 2, unit: "mebibytes" },
  "counter us": { factor: 100 / 1e6, unit: "shareOfCore" },
};

function scaled(figures: SeriesFigures, factor: number): SeriesFigures {
  if (factor === 1) return figures;
  const times = (values: Figures) => values.map((value) => (value === null ? null : value * factor));
  return { avg: times(figures.avg), min: times(figures.min), max: times(figures.max) };
}

/** One metric over the stretch of time on screen, a counter per second, with what it counts. */
export function CounterChart({ metric, title }: { metric: string; title?: string }) {
  const t = useTranslations("host.counters");
  const explain = useTranslations("counters");
  const { host, history, pointer, gapsOf, marks, changeView } = useScene();
  const { live, span } = history;
  const known = metricByName(metric);
  const scale = known === undefined ? undefined : READABLE[`${known.kind} ${known.unit}`];
  const figures = useCallback(
    () => scaled(live.timeline.figures(metric), scale?.factor ?? 1),
    [live, metric, scale],
  );
  const gaps = useCallback(() => gapsOf(metric), [gapsOf, metric]);
  const name = title ?? fieldOf(metric);
  const unit = t(`units.${scale?.unit ?? known?.unit ?? "events"}`);
  return (
    <div className="mt-2">
      <LineChart
        title={name}
        heading={<span className={title === undefined ? "font-mono" : undefined}>{name}</span>}
        unit={known?.kind === "gauge" || scale !== undefined ? unit : t("unitPerSec", { unit })}
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
