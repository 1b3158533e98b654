"use client";

import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import {
  formatBytes,
  formatCount,
  formatFinePercent,
  formatNumber,
  formatPercent,
  formatRate,
  formatShortCount,
} from "./figures";
import { ageParts, durationParts, finePartsOf, formatTime } from "./times";

export type Format = ReturnType<typeof useFormat>;

/** Every figure and time on a page, in the reader's language. */
export function useFormat() {
  const locale = useLocale();
  const t = useTranslations("common");
  return useMemo(
    () => ({
      count: (value: number) => formatCount(value, locale),
      shortCount: (value: number) => formatShortCount(value, locale),
      number: (value: number) => formatNumber(value, locale),
      rate: (perSec: number) => formatRate(perSec, locale),
      percent: (share: number) => formatPercent(share, locale),
      /** "0.12 %" */
      finePercent: (share: number) => formatFinePercent(share, locale),
      bytes: (bytes: number) => formatBytes(bytes, locale),
      /** "of 28,232" */
      ofLimit: (limit: number) => t("figure.ofLimit", { limit: formatCount(limit, locale) }),
      /** "2 s ago" */
      age: (ageMs: number) => {
        const { unit, value } = ageParts(ageMs);
        return t(`age.${unit}`, { value });
      },
      /** "12 min 5 s" */
      duration: (durationMs: number) =>
        durationParts(durationMs)
          .map(({ unit, value }) => t(`duration.${unit}`, { value }))
          .join(" "),
      /** CPU time and intervals from a microsecond on: "850 µs", "132 ms", "26 s" */
      fine: (us: number) =>
        finePartsOf(us)
          .map(({ unit, value }) => t(`duration.${unit}`, { value }))
          .join(" "),
      /** "09:14", with the day when it is not today */
      time: (atMs: number, nowMs: number) => formatTime(atMs, nowMs, locale, false),
      timeWithSeconds: (atMs: number, nowMs: number) => formatTime(atMs, nowMs, locale, true),
      /** "a, b, c" */
      list: (parts: readonly string[]) =>
        new Intl.ListFormat(locale, { type: "conjunction", style: "narrow" }).format(parts),
      notAvailable: t("figure.notAvailable"),
    }),
    [locale, t],
  );
}
