"use client";

import { useEffect, useRef } from "react";
import { createFrameScheduler } from "./canvas/frame-scheduler";
import type { ChartSource } from "./chart-source";
import type { Figures, TimeSpan } from "./chart-types";
import { sparkLinePath } from "./spark-line-path";

type LiveSparklineProps = {
  source: ChartSource;
  figures: () => Figures;
  span: () => TimeSpan;
  color: string;
  widthPx: number;
  heightPx: number;
};

/**
 * A small line that moves without React: its path is rewritten in place, and only while it is in sight.
 * The figure stands beside it, so it is hidden from screen readers.
 */
export function LiveSparkline({ source, figures, span, color, widthPx, heightPx }: LiveSparklineProps) {
  const pathRef = useRef<SVGPathElement | null>(null);
  const svgRef = useRef<SVGSVGElement | null>(null);
  useEffect(() => {
    const svg = svgRef.current;
    if (svg === null) return;
    const { request, stop } = createFrameScheduler(svg, () => {
      const { t, stepMs } = source.axis();
      const path = sparkLinePath(t, figures(), { ...span(), stepMs, widthPx, heightPx });
      pathRef.current?.setAttribute("d", path);
    });
    request();
    const unsubscribe = source.subscribe(request);
    return () => {
      unsubscribe();
      stop();
    };
  }, [source, figures, span, widthPx, heightPx]);
  return (
    <svg aria-hidden ref={svgRef} width={widthPx} height={heightPx} className="shrink-0">
      <path
        ref={pathRef}
        fill="none"
        stroke={color}
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
