"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../lib/format/use-format";
import type { Degradation } from "../model/condition-view";

type SlowCensus = Extract<Degradation, { readonly code: "slowCensus" }>;

/** Puts a degradation into words. */
export function useDegradationText(): (line: Degradation) => string {
  const t = useTranslations("condition.lines");
  const tNames = useTranslations("condition.limitations.names");
  const format = useFormat();
  return useCallback(
    (line) => {
      const every = (ms: number) => format.fine(ms * 1000);
      const slow = ({ everyMs, sockets, cpuUs, cpuBudget, oftener, sampleMs }: SlowCensus) => {
        const budget = format.finePercent(cpuBudget);
        const first =
          sockets === null || cpuUs === null
            ? t("slowCensusPlain", { every: every(everyMs), budget })
            : t("slowCensus", {
                every: every(everyMs),
                sockets: format.count(sockets),
                cpu: format.fine(cpuUs),
                budget,
              });
        const others = oftener.map((other) => t(`oftener.${other.tier}`, { every: every(other.everyMs) }));
        return [first, ...others, t("always", { sample: every(sampleMs) })].join(" ");
      };
      switch (line.code) {
        case "slowCensus":
          return slow(line);
        case "noCensus":
        case "procfs":
          return t(line.code, { reason: line.reason ?? "none" });
        case "limitations":
          return t("limitations", { list: format.list(line.codes.map((code) => tNames(code))) });
        case "spoolProblem":
          return t("spoolProblem", { problem: line.problem });
        case "backlog":
          return t("backlog", {
            waiting: format.duration(line.waitingMs),
            records: line.records,
            bytes: format.bytes(line.bytes),
          });
        case "lost":
          return t("lost", { samples: format.count(line.samples) });
      }
    },
    [t, tNames, format],
  );
}
