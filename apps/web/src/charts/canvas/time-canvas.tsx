"use client";

import { type CSSProperties, type RefObject, useEffect, useId, useReducer, useState } from "react";
import { nearestIndex, type Pointer } from "../chart-source";
import type { TimeSpan } from "../chart-types";
import { useSignal } from "../signal";
import { ChartTooltip } from "./chart-tooltip";
import type { TimeChart } from "./time-chart";
import { usePointerKeys } from "./use-pointer-keys";
import { useSpanDrag } from "./use-span-drag";
import { type TimeChartOptions, useTimeChart } from "./use-time-chart";

export interface TooltipRow {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly detail?: string;
  readonly fill?: CSSProperties;
  readonly isQuiet?: boolean;
}

/** What holds at one moment, for the eye and, joined, for a screen reader. */
export interface TooltipContent {
  readonly title: string;
  readonly notes: readonly string[];
  readonly rows: readonly TooltipRow[];
}

export interface TimeCanvasProps extends Omit<TimeChartOptions, "selection"> {
  /** One sentence of what is seen; asked for again when the chart is reached. */
  readonly label: () => string;
  /** How the keys work, read after the sentence. */
  readonly keysHint: string;
  readonly heightPx: number;
  readonly span: () => TimeSpan;
  readonly contentAt: (index: number) => TooltipContent;
  readonly onSelectSpan?: ((span: TimeSpan) => void) | undefined;
  /** A click at a moment and a drawn height. */
  readonly onPick?: ((index: number, height: number) => void) | undefined;
  readonly canvasRef: RefObject<HTMLCanvasElement | null>;
}

const sentenceOf = ({ title, notes, rows }: TooltipContent) =>
  [
    title,
    ...notes,
    ...rows.map(({ label, value, detail }) => [label, value, detail].filter(Boolean).join(" ")),
  ].join(", ");

function useIndexAt(chartRef: RefObject<TimeChart | null>, props: TimeCanvasProps) {
  return (clientX: number): { readonly index: number; readonly atMs: number } | null => {
    const canvas = props.canvasRef.current;
    const chart = chartRef.current;
    if (canvas === null || chart === null) return null;
    const { left, right } = chart.area();
    const x = clientX - canvas.getBoundingClientRect().left;
    const ms = chart.msAt(Math.min(right, Math.max(left, x)));
    const { t } = props.source.axis();
    const index = nearestIndex(t, ms);
    return index === null ? null : { index, atMs: t[index] ?? ms };
  };
}

/**
 * The plot itself: pointer, keys and a tooltip around a canvas. To a screen reader it is a slider along
 * time whose value text is what the tooltip says.
 */
export function TimeCanvas(props: TimeCanvasProps) {
  const { canvasRef, pointer, source, keysHint, heightPx, contentAt } = props;
  const label = props.label();
  const chartId = useId();
  const [selection, setSelection] = useState<TimeSpan | null>(null);
  const chartRef = useTimeChart(canvasRef, { ...props, selection });
  const indexAt = useIndexAt(chartRef, props);
  const current = useSignal(pointer);
  const isOwn = current?.chartId === chartId;
  const pointAt = (next: Omit<Pointer, "chartId"> | null) =>
    pointer.set(next === null ? null : { atMs: next.atMs, chartId });
  const drag = useSpanDrag({ indexAt, pointAt, setSelection, chartRef, ...props });
  const keys = usePointerKeys({ source, atMs: isOwn ? current.atMs : null, pointAt });
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => (isOwn ? source.subscribe(renderAgain) : undefined), [isOwn, source]);
  const index = current === null ? null : nearestIndex(source.axis().t, current.atMs);
  const content = isOwn && index !== null ? contentAt(index) : null;
  const span = props.span();

  return (
    <div className="relative select-none" style={{ height: heightPx }}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${label} ${keysHint}`}
        aria-valuemin={span.fromMs}
        aria-valuemax={span.toMs}
        aria-valuenow={current?.atMs ?? span.toMs}
        aria-valuetext={content === null ? label : sentenceOf(content)}
        className="figures absolute inset-0 touch-pan-y rounded"
        onFocus={renderAgain}
        {...drag}
        {...keys}
      >
        <canvas ref={canvasRef} aria-hidden className="figures absolute inset-0" />
      </div>
      {content !== null && current !== null && (
        <TooltipAt atMs={current.atMs} canvasRef={canvasRef} chartRef={chartRef} content={content} />
      )}
    </div>
  );
}

type TooltipAtProps = {
  atMs: number;
  canvasRef: RefObject<HTMLCanvasElement | null>;
  chartRef: RefObject<TimeChart | null>;
  content: TooltipContent;
};

function TooltipAt({ atMs, canvasRef, chartRef, content }: TooltipAtProps) {
  const widthPx = canvasRef.current?.clientWidth ?? 0;
  return <ChartTooltip content={content} xPx={chartRef.current?.pxOf(atMs) ?? 0} widthPx={widthPx} />;
}
