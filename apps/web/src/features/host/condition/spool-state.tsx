"use client";

import type { Condition } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import { SeverityGlyph } from "../../../design/severity";
import { useFormat } from "../../../lib/format/use-format";
import { useMetricNow } from "../host-scene";
import { isBacklog, waitingMs } from "../model/condition-view";
import { Measure } from "./measure";

/** What lies on the host until the server has it, and what was given up. */
export function SpoolState({ condition }: { condition: Condition }) {
  const t = useTranslations("condition.spool");
  const format = useFormat();
  const { spool } = condition;
  // A sample tells it each second; the condition only when something changed by more than noise.
  const lost = Math.max(spool.lostSamples, useMetricNow("spool.lostSamples") ?? 0);
  const bytes = useMetricNow("spool.bytes") ?? spool.bytes;
  return (
    <div className="min-w-0 text-dense">
      <h3 className="font-medium text-body">{t("title")}</h3>
      <div className="flex flex-col gap-1 py-1">
        <Waiting condition={condition} />
        <p className={lost === 0 ? "text-muted" : "relative pl-5"}>
          {lost > 0 && <SeverityGlyph severity="info" className="absolute left-0" />}
          {lost === 0 ? t("lostNone") : t("lost", { samples: lost })}
        </p>
        {spool.problem !== null && (
          <p className="wrap-anywhere relative pl-5">
            <SeverityGlyph severity="warning" className="absolute left-0" />
            {t("problem", { problem: spool.problem })}
          </p>
        )}
      </div>
      <ul>
        <Measure name={t("disk")} chart={{ metric: "spool.records", title: t("chartRecords") }}>
          {t("room", { bytes: format.bytes(bytes), max: format.bytes(spool.maxBytes) })}
        </Measure>
      </ul>
    </div>
  );
}

function Waiting({ condition }: { condition: Condition }) {
  const t = useTranslations("condition.spool");
  const format = useFormat();
  const recordsNow = useMetricNow("spool.records");
  const bytesNow = useMetricNow("spool.bytes");
  const records = recordsNow ?? condition.spool.records;
  const bytes = bytesNow ?? condition.spool.bytes;
  const waited = waitingMs(condition);
  if (waited === null || records === 0) return <p className="text-muted">{t("empty")}</p>;
  const isLate = isBacklog(condition, recordsNow);
  const params = { records, bytes: format.bytes(bytes), waiting: format.duration(waited) };
  return (
    <p className={isLate ? "relative pl-5" : "text-muted"}>
      {isLate && <SeverityGlyph severity="info" className="absolute left-0" />}
      {t(isLate ? "backlog" : "ordinary", params)}
    </p>
  );
}
