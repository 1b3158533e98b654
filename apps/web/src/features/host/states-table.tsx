"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { Eye, EyeOff } from "lucide-react";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { LiveSparkline } from "../../charts/live-sparkline";
import { NotAvailable } from "../../design/figure";
import { stateFocusProps } from "../../design/state-focus";
import { StateLabel } from "../../design/state-swatch";
import { stateColor } from "../../design/state-tokens";
import { Table, Th } from "../../design/table";
import { Tooltip } from "../../design/tooltip";
import { useFormat } from "../../lib/format/use-format";
import { ComposedMark } from "./composed-mark";
import { useMetricNow, useScene, useSignalFigure } from "./host-scene";
import type { NamedSample } from "./model/host-feed";

function totalOf(sample: NamedSample | null): number | null {
  const counts = TCP_STATES.map((state) => sample?.values[`states.${state}`] ?? null).filter(
    (n) => n !== null,
  );
  return counts.length === 0 ? null : counts.reduce((a, b) => a + b, 0);
}

/** Every state with its figure now, which is also the legend of the chart beside it. */
export function StatesTable() {
  const t = useTranslations("host.states");
  return (
    <Table className="table-fixed self-start">
      <caption className="sr-only">{t("title")}</caption>
      <thead>
        <tr>
          <Th className="pl-0">{t("state")}</Th>
          <Th align="end" className="w-24">
            {t("now")}
          </Th>
          <Th align="end" className="w-16">
            {t("share")}
          </Th>
          <Th align="end" className="w-28 pr-0">
            {t("trend")}
          </Th>
          <Th className="w-8 pr-0">
            <span className="sr-only">{t("inChart")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {TCP_STATES.map((state) => (
          <StateRow key={state} state={state} />
        ))}
      </tbody>
      <tfoot>
        <TotalRow />
      </tfoot>
    </Table>
  );
}

const CELL = "h-7 border-line border-b px-2";

function StateRow({ state }: { state: TcpState }) {
  const t = useTranslations("host.states");
  const { view, changeView } = useScene();
  const isIsolated = view.isolated === state;
  const isHidden = view.hidden.has(state) && !isIsolated;
  const toggleHidden = () => {
    const hidden = new Set(view.hidden);
    if (!hidden.delete(state)) hidden.add(state);
    changeView({ hidden });
  };
  const Icon = isHidden ? EyeOff : Eye;
  return (
    <tr {...stateFocusProps(state)} className={clsx(isIsolated ? "bg-accent-quiet" : "hover:bg-hover")}>
      <td className={clsx(CELL, "pl-0")}>
        <StateName state={state} isDimmed={isHidden} />
      </td>
      <StateFigures state={state} />
      <td className={clsx(CELL, "pr-0 text-right")}>
        <button
          type="button"
          aria-label={t(isHidden ? "show" : "hide", { state })}
          onClick={toggleHidden}
          disabled={view.isolated !== null}
          className="inline-flex size-6 items-center justify-center rounded text-muted hover:text-text disabled:opacity-40"
        >
          <Icon aria-hidden size={14} />
        </button>
      </td>
    </tr>
  );
}

function StateName({ state, isDimmed }: { state: TcpState; isDimmed: boolean }) {
  const t = useTranslations("host.states");
  const tStates = useTranslations("states");
  const { view, changeView } = useScene();
  const isIsolated = view.isolated === state;
  return (
    <Tooltip text={tStates(`${state}.short`)}>
      <button
        type="button"
        aria-pressed={isIsolated}
        aria-label={t("isolate", { state })}
        onClick={() => changeView({ isolated: isIsolated ? null : state })}
        className={clsx("h-6 rounded", isDimmed && "opacity-50")}
      >
        <StateLabel state={state} />
      </button>
    </Tooltip>
  );
}

function StateFigures({ state }: { state: TcpState }) {
  const t = useTranslations("host.states");
  const format = useFormat();
  const { feed } = useScene();
  const count = useMetricNow(`states.${state}`);
  const total = useSignalFigure(feed.sample, totalOf);
  const { recent } = feed;
  const figures = useCallback(() => recent.timeline.figures(`states.${state}`).avg, [recent, state]);
  const span = useCallback(() => {
    const { t: axis } = recent.timeline;
    return { fromMs: axis[0] ?? 0, toMs: axis.at(-1) ?? 0 };
  }, [recent]);
  const isQuiet = count === 0;
  return (
    <>
      <td className={clsx(CELL, "figures text-right text-body", isQuiet && "text-muted")}>
        {count === null ? (
          <NotAvailable reason={t("naWhy")} />
        ) : (
          <>
            <ComposedMark state={state} />
            {format.count(count)}
          </>
        )}
      </td>
      <td className={clsx(CELL, "figures text-right text-muted")}>
        {count !== null && total !== null && total > 0 ? format.percent(count / total) : ""}
      </td>
      <td className={clsx(CELL, "pr-0")}>
        <span className="flex justify-end">
          <LiveSparkline
            source={recent}
            figures={figures}
            span={span}
            color={stateColor(state)}
            widthPx={96}
            heightPx={18}
          />
        </span>
      </td>
    </>
  );
}

function TotalRow() {
  const t = useTranslations("host.states");
  const format = useFormat();
  const { feed } = useScene();
  const total = useSignalFigure(feed.sample, totalOf);
  return (
    <tr>
      <th scope="row" className="h-8 pl-0 text-left font-medium text-muted">
        {t("total")}
      </th>
      <td className="figures px-2 text-right font-medium text-body">
        {total === null ? <NotAvailable reason={t("naWhy")} /> : format.count(total)}
      </td>
      <td colSpan={3} />
    </tr>
  );
}
