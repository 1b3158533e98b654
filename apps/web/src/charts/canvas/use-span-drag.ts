"use client";

import { type PointerEvent, type RefObject, useRef } from "react";
import type { TimeSpan } from "../chart-types";
import type { TimeChart } from "./time-chart";

interface SpanDrag {
  readonly indexAt: (clientX: number) => { readonly index: number; readonly atMs: number } | null;
  readonly pointAt: (moment: { readonly atMs: number } | null) => void;
  readonly setSelection: (span: TimeSpan | null) => void;
  readonly chartRef: RefObject<TimeChart | null>;
  readonly onSelectSpan?: ((span: TimeSpan) => void) | undefined;
  readonly onPick?: ((index: number, height: number) => void) | undefined;
}

/** A shorter way is a click with a trembling hand. */
const LEAST_DRAG_PX = 8;

const spanOf = (a: number, b: number): TimeSpan => ({ fromMs: Math.min(a, b), toMs: Math.max(a, b) });

/** Pointing, clicking, and drawing a stretch of time with a mouse or pen; a finger only points. */
export function useSpanDrag({ indexAt, pointAt, setSelection, chartRef, onSelectSpan, onPick }: SpanDrag) {
  const start = useRef<{ readonly clientX: number; readonly atMs: number } | null>(null);

  const stretchTo = (event: PointerEvent) => {
    const from = start.current;
    const end = indexAt(event.clientX);
    const isDrag = from !== null && Math.abs(event.clientX - from.clientX) >= LEAST_DRAG_PX;
    return isDrag && end !== null && onSelectSpan !== undefined ? spanOf(from.atMs, end.atMs) : null;
  };

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const at = indexAt(event.clientX);
      if (event.button !== 0 || at === null) return;
      pointAt(at);
      if (event.pointerType === "touch") return;
      start.current = { clientX: event.clientX, atMs: at.atMs };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      pointAt(indexAt(event.clientX));
      if (start.current !== null) setSelection(stretchTo(event));
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (start.current === null) return;
      const span = stretchTo(event);
      const at = indexAt(event.clientX);
      start.current = null;
      setSelection(null);
      if (span !== null && span.toMs > span.fromMs) return onSelectSpan?.(span);
      const top = event.currentTarget.getBoundingClientRect().top;
      if (span === null && at !== null)
        onPick?.(at.index, chartRef.current?.heightAt(event.clientY - top) ?? 0);
    },
    onPointerCancel() {
      start.current = null;
      setSelection(null);
    },
    onPointerLeave() {
      if (start.current === null) pointAt(null);
    },
  };
}
