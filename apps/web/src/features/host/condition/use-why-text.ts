"use client";

import type { TierCondition } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../lib/format/use-format";
import { useScene } from "../host-scene";
import { STILL_EVERY_MS } from "../model/composed";

/** Why something is counted so often, and how often where nothing moves, if that is more seldom than samples are taken. */
export function useWhyText(): (reason: TierCondition["reason"], still: "still" | "stillListeners") => string {
  const t = useTranslations("condition.counts");
  const format = useFormat();
  const { host } = useScene();
  return (reason, still) => {
    const why = t(`reasons.${reason}`);
    if (reason !== "every-sample" || host.intervalMs >= STILL_EVERY_MS) return why;
    return t(still, { why, every: format.fine(STILL_EVERY_MS * 1000) });
  };
}
