"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { formatHostView, type HostView, parseHostView } from "./model/host-view";

export type ChangeView = (change: Partial<HostView>) => void;

/** The address as a view and back. Another stretch of time is a step one can go back from; the rest is not. */
export function useHostView(): readonly [HostView, ChangeView] {
  const query = useSearchParams().toString();
  const view = useMemo(() => parseHostView(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeView>(
    (part) => {
      const next = `?${formatHostView({ ...view, ...part })}${window.location.hash}`;
      const isStep = "span" in part || "range" in part;
      if (isStep) window.history.pushState(null, "", next);
      else window.history.replaceState(null, "", next);
    },
    [view],
  );
  return [view, change];
}
