"use client";

import { useMemo } from "react";
import { useLocale } from "use-intl";
import { useFormat } from "../lib/format/use-format";
import { serverNowMs } from "../lib/live/server-clock";
import type { CanvasFormats } from "./canvas/time-chart";
import { tickPrecision } from "./time-ticks";

export interface ChartFormats extends CanvasFormats {
  /** A whole count as it is; an average with as many places as help. */
  figure(value: number): string;
  moment(ms: number): string;
}

const TICK_OPTIONS = {
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  minute: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { month: "short", day: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const isMidnight = (ms: number) => {
  const at = new Date(ms);
  return at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
};

/** Figures and times of charts, in the reader's language. */
export function useChartFormats(): ChartFormats {
  const locale = useLocale();
  const format = useFormat();
  return useMemo(() => {
    const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 });
    const ticks = Object.fromEntries(
      Object.entries(TICK_OPTIONS).map(([key, options]) => [key, new Intl.DateTimeFormat(locale, options)]),
    );
    return {
      value: (value) => compact.format(value),
      tick: (ms, stepMs) => ticks[isMidnight(ms) ? "day" : tickPrecision(stepMs)]?.format(ms) ?? "",
      figure: (value) => (Number.isInteger(value) ? format.count(value) : format.number(value)),
      moment: (ms) => format.timeWithSeconds(ms, serverNowMs()),
    };
  }, [locale, format]);
}
