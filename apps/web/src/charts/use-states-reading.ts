"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { useTranslations } from "use-intl";
import { stateFill } from "../design/state-swatch";
import { useFormat } from "../lib/format/use-format";
import type { TooltipContent, TooltipRow } from "./canvas/time-canvas";
import { extentOf, notesAt } from "./chart-notes";
import { totalOf, visibleStates } from "./stacked-chart-data";
import type { StatesChartProps } from "./stacked-states-chart";
import type { ChartFormats } from "./use-chart-formats";

/** The word for what is drawn, the sentence a screen reader hears, and what the crosshair says. */
export function useStatesReading(props: StatesChartProps, formats: ChartFormats) {
  const { source, figures, span, gaps, marks, choice, hostName } = props;
  const t = useTranslations("charts");
  const format = useFormat();
  const title = choice.isolated ?? t("states");
  const newestOf = (state: TcpState) => extentOf(figures(state).avg)?.newest ?? 0;
  const range = () => {
    const { fromMs, toMs } = span();
    return { from: formats.moment(fromMs), to: formats.moment(toMs) };
  };

  const sentence = () => {
    const states = visibleStates(choice);
    const all = Object.fromEntries(TCP_STATES.map((state) => [state, figures(state)]));
    const extent = extentOf(totalOf({ t: source.axis().t, states: all }, states));
    if (extent === null) return t("emptySentence", { title, ...range() });
    const top = states.reduce((a, b) => (newestOf(b) > newestOf(a) ? b : a));
    return t("statesSentence", {
      ...range(),
      total: formats.figure(extent.newest ?? 0),
      top,
      topCount: formats.figure(newestOf(top)),
      min: formats.figure(extent.min),
      max: formats.figure(extent.max),
    });
  };

  const rowOf = (state: TcpState, index: number, total: number): TooltipRow | null => {
    const { avg, min, max } = figures(state);
    const value = avg[index] ?? null;
    if (value === null || (value === 0 && choice.isolated === null)) return null;
    const low = min[index] ?? value;
    const high = max[index] ?? value;
    const share = total > 0 && choice.isolated === null ? format.percent(value / total) : "";
    const spread = high > low ? t("range", { min: formats.figure(low), max: formats.figure(high) }) : "";
    const detail = [share, spread].filter(Boolean).join(" · ");
    return { key: state, label: state, value: formats.figure(value), fill: stateFill(state), detail };
  };

  const contentAt = (index: number): TooltipContent => {
    const axis = source.axis();
    const atMs = axis.t[index] ?? 0;
    const { fromMs, toMs } = span();
    const states = visibleStates(choice);
    const known = states.filter((state) => (figures(state).avg[index] ?? null) !== null);
    const total = known.reduce((sum, state) => sum + (figures(state).avg[index] ?? 0), 0);
    const rows = states.map((state) => rowOf(state, index, total)).filter((row) => row !== null);
    const quiet = known.length - rows.length;
    const sums: TooltipRow[] =
      known.length < 2
        ? []
        : [
            ...(quiet > 0 ? [{ key: "rest", label: t("rest"), value: "0", isQuiet: true }] : []),
            { key: "total", label: t("total"), value: formats.figure(total), isQuiet: true },
          ];
    return {
      title: formats.moment(atMs),
      notes: notesAt(atMs, gaps(), marks, Math.max(axis.stepMs, (toMs - fromMs) / 150)),
      rows: [...rows, ...sums],
    };
  };

  const caption = () => t("caption", { title: `${hostName} · ${title}`, ...range() });
  return { title, caption, sentence, contentAt };
}
