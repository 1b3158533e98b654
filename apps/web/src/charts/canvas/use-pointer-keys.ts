"use client";

import type { KeyboardEvent } from "react";
import { type ChartSource, indexAfterKey, nearestIndex } from "../chart-source";

interface PointerKeys {
  readonly source: ChartSource;
  /** Where this chart's own pointer is; null when it has none. */
  readonly atMs: number | null;
  readonly pointAt: (moment: { readonly atMs: number } | null) => void;
}

/** Walks the crosshair along the axis by keyboard. */
export function usePointerKeys({ source, atMs, pointAt }: PointerKeys) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return pointAt(null);
    const { t } = source.axis();
    const from = atMs === null ? null : nearestIndex(t, atMs);
    const index = indexAfterKey(event.key, event.shiftKey, from, t.length);
    const next = index === null ? undefined : t[index];
    if (next === undefined) return;
    event.preventDefault();
    pointAt({ atMs: next });
  };
  return { onKeyDown, onBlur: () => pointAt(null) };
}
