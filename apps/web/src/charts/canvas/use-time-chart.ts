"use client";

import { type RefObject, useEffect, useRef } from "react";
import { type CanvasPalette, readCanvasPalette } from "../../design/state-tokens";
import { useTheme } from "../../lib/theme/theme-provider";
import type { ChartSource, PointerSignal } from "../chart-source";
import type { TimeSpan } from "../chart-types";
import { createFrameScheduler } from "./frame-scheduler";
import { type CanvasFormats, type CanvasModel, createTimeChart, type TimeChart } from "./time-chart";

export interface TimeChartOptions {
  readonly source: ChartSource;
  readonly pointer: PointerSignal;
  readonly selection: TimeSpan | null;
  readonly formats: CanvasFormats;
  /** Drawn anew when it is another function. @param widthPx of the plot, to thin the lines to */
  readonly buildModel: (widthPx: number, palette: CanvasPalette) => CanvasModel;
}

/** Keeps a chart on a canvas up to date with its source, the theme and its size. */
export function useTimeChart(
  canvasRef: RefObject<HTMLCanvasElement | null>,
  options: TimeChartOptions,
): RefObject<TimeChart | null> {
  const chartRef = useRef<TimeChart | null>(null);
  const requestRef = useRef<() => void>(() => undefined);
  const latest = useRef({ ...options, theme: "" });
  const { source, pointer, selection, formats } = options;
  const { theme } = useTheme();
  latest.current = { ...options, theme };

  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null) return;
    let palette: { readonly theme: string; readonly colors: CanvasPalette } | null = null;
    const scheduler = createFrameScheduler(canvas, () => {
      const { buildModel, theme } = latest.current;
      const { left, right } = chartRef.current?.area() ?? { left: 0, right: 0 };
      if (palette?.theme !== theme) palette = { theme, colors: readCanvasPalette() };
      chartRef.current?.draw(buildModel(Math.max(1, right - left), palette.colors));
    });
    const chart = createTimeChart(canvas, latest.current.formats, scheduler.request);
    chartRef.current = chart;
    requestRef.current = scheduler.request;
    void document.fonts.ready.then(scheduler.request);
    scheduler.request();
    return () => {
      scheduler.stop();
      chart.destroy();
      chartRef.current = null;
      requestRef.current = () => undefined;
    };
  }, [canvasRef]);

  useEffect(() => source.subscribe(() => requestRef.current()), [source]);
  useEffect(() => chartRef.current?.setFormats(formats), [formats]);
  useEffect(() => {
    const show = () => chartRef.current?.point(pointer.get()?.atMs ?? null, selection);
    show();
    return pointer.subscribe(show);
  }, [pointer, selection]);
  const drawn = useRef({ buildModel: options.buildModel, theme });
  useEffect(() => {
    const { buildModel, theme: was } = drawn.current;
    drawn.current = { buildModel: options.buildModel, theme };
    if (buildModel !== options.buildModel || was !== theme) requestRef.current();
  });
  return chartRef;
}
