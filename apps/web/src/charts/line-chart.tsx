"use client";

import { type ReactNode, useCallback, useRef } from "react";
import { useTranslations } from "use-intl";
import { type CanvasPalette, readCanvasPalette } from "../design/state-tokens";
import { TimeCanvas, type TooltipContent } from "./canvas/time-canvas";
import type { CanvasLine, CanvasModel } from "./canvas/time-chart";
import { ChartFrame } from "./chart-frame";
import { extentOf, notesAt } from "./chart-notes";
import type { ChartSource, PointerSignal } from "./chart-source";
import type { ChartGap, ChartMark, SeriesFigures, TimeSpan } from "./chart-types";
import { decimateBand, decimateMinMax } from "./decimate";
import { type ChartFormats, useChartFormats } from "./use-chart-formats";

export interface LineChartProps {
  readonly title: string;
  /** How the title looks, where it is more than words. */
  readonly heading?: ReactNode;
  /** In the reader's language, per second where it is a rate. */
  readonly unit: string;
  readonly source: ChartSource;
  readonly figures: () => SeriesFigures;
  readonly span: () => TimeSpan;
  readonly gaps: () => readonly ChartGap[];
  readonly marks: readonly ChartMark[];
  readonly pointer: PointerSignal;
  readonly hostName: string;
  readonly heightPx: number;
  readonly onSelectSpan: (span: TimeSpan) => void;
}

const BAND = { widthPx: 0, opacity: 0.3 } as const;

function useLineModel({ source, figures, span, gaps, marks }: LineChartProps) {
  return useCallback(
    (widthPx: number, palette: CanvasPalette): CanvasModel => {
      const { t, stepMs } = source.axis();
      const view = { ...span(), widthPx, stepMs };
      const { avg, min, max } = figures();
      const band = decimateBand(t, min, max, view);
      const color = palette.accent;
      const points = decimateMinMax(t, avg, view);
      const lines: CanvasLine[] = [
        { ...BAND, key: "low", points: band.low, color, fill: "none" },
        { ...BAND, key: "high", points: band.high, color, fill: "below" },
        { key: "average", points, color, widthPx: 1.5, fill: "none", opacity: 1 },
      ];
      return { span: span(), scale: "linear", lines, gaps: gaps(), marks, limits: [], palette };
    },
    [source, figures, span, gaps, marks],
  );
}

function useLineReading(props: LineChartProps, formats: ChartFormats) {
  const { title, unit, source, figures, span, gaps, marks, hostName } = props;
  const t = useTranslations("charts");
  const range = () => {
    const { fromMs, toMs } = span();
    return { from: formats.moment(fromMs), to: formats.moment(toMs) };
  };
  const sentence = () => {
    const extent = extentOf(figures().avg);
    if (extent === null) return t("emptySentence", { title, ...range() });
    const [now, min, max] = [extent.newest ?? 0, extent.min, extent.max].map(formats.figure);
    return t("lineSentence", { title, unit, ...range(), now: now ?? "", min: min ?? "", max: max ?? "" });
  };
  const contentAt = (index: number): TooltipContent => {
    const axis = source.axis();
    const atMs = axis.t[index] ?? 0;
    const { fromMs, toMs } = span();
    const { avg, min, max } = figures();
    const value = avg[index] ?? null;
    const spread = { min: formats.figure(min[index] ?? 0), max: formats.figure(max[index] ?? 0) };
    const detail = spread.min === spread.max ? "" : t("range", spread);
    return {
      title: formats.moment(atMs),
      notes: notesAt(atMs, gaps(), marks, Math.max(axis.stepMs, (toMs - fromMs) / 150)),
      rows:
        value === null
          ? []
          : [{ key: "value", label: title, value: `${formats.figure(value)} ${unit}`, detail }],
    };
  };
  const caption = () => t("caption", { title: `${hostName} · ${title} (${unit})`, ...range() });
  return { sentence, contentAt, caption };
}

/** One metric over time: its average as the line, from its lowest to its highest as the band. */
export function LineChart(props: LineChartProps) {
  const { title, heading, unit, hostName, source, figures } = props;
  const t = useTranslations("charts");
  const formats = useChartFormats();
  const canvasRef = useRef<HTMLCanvasElement | null>(null);
  const buildModel = useLineModel(props);
  const { sentence, contentAt, caption } = useLineReading(props, formats);
  const columns = () => {
    const { avg, min, max } = figures();
    return [
      { name: `${title} (${unit})`, values: avg },
      { name: "min", values: min },
      { name: "max", values: max },
    ];
  };
  return (
    <ChartFrame
      title={heading ?? title}
      caption={caption}
      fileName={[hostName, title]}
      source={source}
      canvasRef={canvasRef}
      columns={columns}
      legend={() => [{ label: `${title} (${unit})`, color: readCanvasPalette().accent }]}
      formatValue={formats.figure}
    >
      <TimeCanvas
        {...props}
        formats={formats}
        canvasRef={canvasRef}
        buildModel={buildModel}
        label={sentence}
        keysHint={t("keys")}
        contentAt={contentAt}
      />
    </ChartFrame>
  );
}
