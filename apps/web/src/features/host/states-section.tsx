"use client";

import type { TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { useCallback, useMemo } from "react";
import { useTranslations } from "use-intl";
import { CHART_SCALES } from "../../charts/chart-types";
import { useFormat } from "../../lib/format/use-format";
import { ComposedNote } from "./composed-mark";
import { useScene } from "./host-scene";
import { ChartSkeleton, StackedStatesChart } from "./lazy-charts";
import { RangeBar } from "./range-bar";
import { Section } from "./section-nav";
import { StaleNote } from "./stale-boundary";
import { StatesTable } from "./states-table";

const CHART_HEIGHT_PX = 340;

/** The eleven states: over time, and now. */
export function StatesSection() {
  const t = useTranslations("host.states");
  return (
    <Section id="chart" title={t("title")} intro={<StaleNote otherwise={t("hint")} />} aside={<RangeBar />}>
      <div className="grid gap-x-8 gap-y-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <StatesChart />
        <div className="min-w-0 self-start">
          <StatesTable />
          <ComposedNote />
        </div>
      </div>
    </Section>
  );
}

function StatesChart() {
  const t = useTranslations("host.states");
  const format = useFormat();
  const { host, history, pointer, view, changeView, gapsOf, marks, sysctls } = useScene();
  const { isolated, hidden, scale } = view;
  const { live, span, loading } = history;
  const choice = useMemo(() => ({ isolated, hidden, scale }), [isolated, hidden, scale]);
  const figures = useCallback((state: TcpState) => live.timeline.figures(`states.${state}`), [live]);
  // A census has all states or none, so one of them speaks for it.
  const gaps = useCallback(() => gapsOf("states.LISTEN"), [gapsOf]);
  const limitOf = useCallback(
    (state: TcpState) => {
      const value = state === "TIME_WAIT" ? Number(sysctls.get("net.ipv4.tcp_max_tw_buckets")) : Number.NaN;
      if (!(value > 0)) return null;
      return { value, label: t("limit", { name: "tcp_max_tw_buckets", value: format.count(value) }) };
    },
    [sysctls, t, format],
  );
  if (loading.kind === "loading") return <ChartSkeleton />;
  return (
    <div className="min-w-0">
      <StackedStatesChart
        source={live}
        figures={figures}
        span={span}
        gaps={gaps}
        marks={marks}
        choice={choice}
        limitOf={limitOf}
        pointer={pointer}
        hostName={host.name}
        heightPx={CHART_HEIGHT_PX}
        onSelectSpan={(next) => changeView({ span: next })}
        onIsolate={(state) => changeView({ isolated: state })}
        controls={<ChartControls />}
      />
      <CoarseNote />
    </div>
  );
}

/** Says what a point is where it is more than one sample. */
function CoarseNote() {
  const t = useTranslations("host.states.coarse");
  const format = useFormat();
  const { host, history, view } = useScene();
  if (history.stepMs <= Math.max(1000, host.intervalMs)) return null;
  const kind = view.isolated !== null ? "alone" : view.scale === "log" ? "lines" : "stacked";
  return (
    <p className="mt-1 text-pretty text-dense text-muted">
      {t(kind, { step: format.duration(history.stepMs) })}
    </p>
  );
}

function ChartControls() {
  const t = useTranslations("host.states");
  const { view, changeView } = useScene();
  return (
    <span className="flex items-center gap-3">
      {view.isolated !== null && (
        <button type="button" className="link text-dense" onClick={() => changeView({ isolated: null })}>
          {t("unisolate")}
        </button>
      )}
      <fieldset className="flex overflow-hidden rounded border border-line">
        <legend className="sr-only">{t("scale")}</legend>
        {CHART_SCALES.map((scale) => (
          <button
            key={scale}
            type="button"
            aria-pressed={view.scale === scale}
            onClick={() => changeView({ scale })}
            className={clsx(
              "h-7 px-2 text-dense",
              view.scale === scale
                ? "bg-accent-quiet text-accent"
                : "text-muted hover:bg-hover hover:text-text",
            )}
          >
            {t(scale === "log" ? "scaleLog" : "scaleLinear")}
          </button>
        ))}
      </fieldset>
    </span>
  );
}
