"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "../../design/skeleton";

/** The chart with its heading, still empty. */
export function ChartSkeleton() {
  return <Skeleton className="h-[376px]" />;
}

// The canvas library comes after the first paint, while the history is on its way.
export const StackedStatesChart = dynamic(
  async () => (await import("../../charts/stacked-states-chart")).StackedStatesChart,
  { ssr: false, loading: ChartSkeleton },
);
export const LineChart = dynamic(async () => (await import("../../charts/line-chart")).LineChart, {
  ssr: false,
  loading: () => <Skeleton className="h-[212px]" />,
});
