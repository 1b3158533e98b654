"use client";

import { useTranslations } from "use-intl";
import { useSignal } from "../../../charts/signal";
import { SeverityGlyph } from "../../../design/severity";
import { useHostCondition } from "../../../lib/api/queries";
import { useServerNow } from "../../../lib/live/server-clock";
import { useMetricNow, useScene } from "../host-scene";
import { findDegradations } from "../model/condition-view";
import { grownOver } from "../model/host-feed";
import { useDegradationText } from "./use-degradation-text";

/** What about the measuring of this host a reader must know; nothing while all of it is as it should be. */
export function ConditionLine() {
  const t = useTranslations("condition");
  const { host, feed } = useScene();
  const { data } = useHostCondition(host.id);
  const isConnected = useSignal(feed.connected);
  const recordsNow = useMetricNow("spool.records");
  // What was lost within the last minute is no longer so in the next: looked at again with each tick.
  useServerNow();
  const textOf = useDegradationText();
  const condition = data?.condition ?? null;
  // What an agent said before it fell silent is no word about now.
  if (condition === null || !isConnected) return null;
  const lostLately = grownOver(feed.recent.timeline).grown.get("spool.lostSamples") ?? 0;
  const found = findDegradations({ condition, sampleMs: host.intervalMs, recordsNow, lostLately });
  if (found.length === 0) return null;
  return (
    <ul aria-label={t("lineLabel")} className="flex max-w-[110ch] flex-col gap-1">
      {found.map((line) => (
        <li key={line.code} className="wrap-anywhere relative pl-5">
          <SeverityGlyph severity={line.severity} className="absolute left-0" />
          {textOf(line)}{" "}
          <a href="#agent" className="link whitespace-nowrap">
            {t("details")}
          </a>
        </li>
      ))}
    </ul>
  );
}
