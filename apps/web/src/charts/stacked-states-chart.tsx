"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { focusedState, subscribeStateFocus } from "../design/state-focus";
import { type CanvasPalette, readCanvasPalette } from "../design/state-tokens";
import type { ChartLimit } from "./canvas/overlay-plugin";
import { TimeCanvas } from "./canvas/time-canvas";
import type { CanvasLine, CanvasModel } from "./canvas/time-chart";
import { ChartFrame } from "./chart-frame";
import type { ChartSource, PointerSignal } from "./chart-source";
import type { ChartGap, ChartMark, SeriesFigures, TimeSpan } from "./chart-types";
import type { CsvColumn } from "./csv";
import { toHeight } from "./log-scale";
import {
  type StackedChartData,
  type StatesChoice,
  stateAtHeight,
  toStackedChartData,
  visibleStates,
} from "./stacked-chart-data";
import { useChartFormats } from "./use-chart-formats";
import { useStatesReading } from "./use-states-reading";

export interface StatesChartProps {
  readonly source: ChartSource;
  readonly figures: (state: TcpState) => SeriesFigures;
  readonly span: () => TimeSpan;
  readonly gaps: () => readonly ChartGap[];
  readonly marks: readonly ChartMark[];
  readonly choice: StatesChoice;
  /** A ceiling to draw when one state is seen alone. */
  readonly limitOf: (state: TcpState) => { readonly value: number; readonly label: string } | null;
  readonly pointer: PointerSignal;
  readonly hostName: string;
  readonly heightPx: number;
  readonly onSelectSpan: (span: TimeSpan) => void;
  readonly onIsolate: (state: TcpState | null) => void;
  readonly controls?: ReactNode;
}

const UNLIT = 0.25;
const BAND_OPACITY = 0.4;

/** Lines of the canvas from what is drawn: stacked areas, lines, or one line in its band. */
function toLines(data: StackedChartData, palette: CanvasPalette, lit: TcpState | null): CanvasLine[] {
  const isStacked = data.mode === "stacked";
  const isLit = lit !== null && data.lines.some(({ state }) => state === lit);
  const lines = data.lines.map(
    ({ state, points }, place): CanvasLine => ({
      key: state,
      points,
      color: palette.states[state],
      widthPx: isStacked ? 0 : data.lines.length > 1 ? 1 : 1.5,
      fill: isStacked ? (place === 0 ? "floor" : "below") : "none",
      opacity: isLit && lit !== state ? UNLIT : 1,
    }),
  );
  if (data.ceiling !== null) {
    const rest = { color: palette.muted, widthPx: 1, fill: "none", opacity: 1 } as const;
    lines.push({ ...rest, key: "ceiling", points: data.ceiling });
  }
  const [only] = data.lines;
  if (data.band === null || only === undefined) return lines;
  const edge = { color: palette.states[only.state], widthPx: 0, opacity: BAND_OPACITY } as const;
  return [
    { ...edge, key: "low", points: data.band.low, fill: "none" },
    { ...edge, key: "high", points: data.band.high, fill: "below" },
    ...lines,
  ];
}

/** Alone, a state has room for all that is known of it. */
function columnsOf(state: TcpState, { avg, min, max }: SeriesFigures, isAlone: boolean): CsvColumn[] {
  const average = { name: state, values: avg };
  return isAlone ? [average, { name: "min", values: min }, { name: "max", values: max }] : [average];
}

function useStatesModel(props: StatesChartProps) {
  const { source, figures, span, gaps, marks, choice, limitOf } = props;
  const dataRef = useRef<StackedChartData | null>(null);
  const buildModel = useCallback(
    (widthPx: number, palette: CanvasPalette): CanvasModel => {
      const { t, stepMs } = source.axis();
      const states = Object.fromEntries(TCP_STATES.map((state) => [state, figures(state)]));
      const data = toStackedChartData({ t, states }, choice, { ...span(), widthPx, stepMs });
      const limit = choice.isolated === null ? null : limitOf(choice.isolated);
      const limits: ChartLimit[] =
        limit === null ? [] : [{ height: toHeight(limit.value, choice.scale), label: limit.label }];
      dataRef.current = data;
      const lines = toLines(data, palette, focusedState());
      return { span: span(), scale: choice.scale, lines, gaps: gaps(), marks, limits, palette };
    },
    [source, figures, span, gaps, marks, choice, limitOf],
  );
  return { buildModel, dataRef };
}

/** Draws again when a state is lit anywhere on the page. */
function useLitSource(source: ChartSource): ChartSource {
  return useMemo(
    () => ({
      axis: source.axis,
      subscribe: (listener) => {
        const stops = [source.subscribe(listener), subscribeStateFocus(listener)];
        return () => {
          for (const stop of stops) stop();
        };
      },
    }),
    [source],
  );
}

/** All eleven states over time; a click on an area shows that state alone, a drag chooses a stretch of time. */
export function StackedStatesChart(props: StatesChartProps) {
  const { choice, hostName, source, figures, onIsolate, controls } = props;
  const t = useTranslations("charts");
  const formats = useChartFormats();
  const canvasRef = useRef<HTMLCanvasElement | null>(null);
  const { buildModel, dataRef } = useStatesModel(props);
  const { title, caption, sentence, contentAt } = useStatesReading(props, formats);
  const litSource = useLitSource(source);

  const pick = (index: number, height: number) => {
    if (choice.isolated !== null) return onIsolate(null);
    const data = dataRef.current;
    const state = data === null ? null : stateAtHeight(data, source.axis().t[index] ?? 0, height);
    if (state !== null) onIsolate(state);
  };
  const shown = () => visibleStates(choice);

  return (
    <ChartFrame
      title={title}
      caption={caption}
      fileName={[hostName, choice.isolated ?? "states"]}
      source={source}
      canvasRef={canvasRef}
      columns={() => shown().flatMap((state) => columnsOf(state, figures(state), choice.isolated !== null))}
      legend={() => {
        const palette = readCanvasPalette();
        const states = shown().map((state) => ({ label: state as string, color: palette.states[state] }));
        const hasCeiling = dataRef.current !== null && dataRef.current.ceiling !== null;
        return hasCeiling ? [...states, { label: t("ceiling"), color: palette.muted }] : states;
      }}
      formatValue={formats.figure}
      controls={controls}
    >
      <TimeCanvas
        {...props}
        source={litSource}
        formats={formats}
        canvasRef={canvasRef}
        buildModel={buildModel}
        label={sentence}
        keysHint={t("keys")}
        contentAt={contentAt}
        onPick={pick}
      />
    </ChartFrame>
  );
}
