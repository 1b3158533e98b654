"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { DEFAULT_SORT, formatSort, parseSort, type Sort } from "./sort-hosts";

export type FleetView = {
  readonly query: string;
  readonly sort: Sort;
  /** States whose columns are put away. */
  readonly hidden: readonly TcpState[];
};

export function parseFleetView(search: URLSearchParams): FleetView {
  const hidden = search.get("hide")?.split(",") ?? [];
  return {
    query: search.get("q") ?? "",
    sort: parseSort(search.get("sort")),
    hidden: TCP_STATES.filter((state) => hidden.includes(state)),
  };
}

/** What is as usual is left out, so that a plain view has a plain address. */
export function formatFleetView({ query, sort, hidden }: FleetView): string {
  const search = new URLSearchParams();
  if (query) search.set("q", query);
  if (formatSort(sort) !== formatSort(DEFAULT_SORT)) search.set("sort", formatSort(sort));
  if (hidden.length > 0) search.set("hide", hidden.join(","));
  return search.toString();
}

/** The address holds the view: copying it shows another person the same. */
export function useFleetView(): readonly [FleetView, (change: Partial<FleetView>) => void] {
  const search = useSearchParams();
  const text = search.toString();
  const view = useMemo(() => parseFleetView(new URLSearchParams(text)), [text]);
  const change = (part: Partial<FleetView>) => {
    const next = formatFleetView({ ...view, ...part });
    window.history.replaceState(null, "", next ? `?${next}` : window.location.pathname);
  };
  return [view, change];
}
