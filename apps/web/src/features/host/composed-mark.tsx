"use client";

import type { TcpState } from "@fourtuple/core/tcp";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../lib/format/use-format";
import { useScene, useSignalFigure } from "./host-scene";
import { composedKey, composedOf } from "./model/composed";
import type { NamedSample } from "./model/host-feed";
import { useCountsEachSample } from "./use-counts";

/** How the figures of the newest sample came about; null while every socket was counted for it. */
function useComposed() {
  const { feed } = useScene();
  const countsEachSample = useCountsEachSample();
  const keyOf = useCallback(
    (sample: NamedSample | null) => (sample === null ? "" : composedKey(sample.values, countsEachSample)),
    [countsEachSample],
  );
  useSignalFigure(feed.sample, keyOf);
  const sample = feed.sample.get();
  return sample === null ? null : composedOf(sample.values, countsEachSample);
}

/** Before a figure that was not counted for this second: put together from counters, or kept from a count. */
export function ComposedMark({ state }: { state: TcpState }) {
  const t = useTranslations("condition.composed");
  const format = useFormat();
  const mark = useComposed()?.of(state) ?? null;
  if (mark === null) return null;
  const age = format.age(mark.ageMs);
  const isDerived = mark.how === "derived";
  return (
    <span title={t(mark.how, { age })} className="mr-1 text-muted">
      <span aria-hidden>{isDerived ? "≈" : "~"}</span>
      <span className="sr-only">{isDerived ? t("derivedMark") : t("keptMark", { age })} </span>
    </span>
  );
}

/** What the marks mean, and how old the newest count of every socket is. */
export function ComposedNote() {
  const t = useTranslations("condition.composed");
  const format = useFormat();
  const composed = useComposed();
  if (composed === null) return null;
  return (
    <p className="mt-1 text-pretty text-dense text-muted">
      {t("note", { age: format.age(composed.fullAgeMs) })}
    </p>
  );
}
