"use client";

import type { SysctlChange } from "@fourtuple/contracts/web";
import { useCallback, useMemo } from "react";
import { useTranslations } from "use-intl";
import type { ChartGap, ChartMark } from "../../charts/chart-types";
import { useFormat } from "../../lib/format/use-format";
import { serverNowMs } from "../../lib/live/server-clock";
import type { History } from "./use-history";

/** Gaps and changes of settings, in words. */
export function useChartWords({ gapsOf: findGapsOf }: History, changes: readonly SysctlChange[] | undefined) {
  const t = useTranslations("host");
  const format = useFormat();
  const gapsOf = useCallback(
    (metric: string) =>
      findGapsOf(metric).map(({ fromMs, toMs, reason }): ChartGap => {
        const why = t(`gaps.${reason}`);
        if (reason === "not-enrolled") return { fromMs, toMs, kind: "before", label: why };
        return { fromMs, toMs, kind: "lost", label: `${why} · ${format.duration(toMs - fromMs)}` };
      }),
    [findGapsOf, t, format],
  );
  const marks = useMemo<readonly ChartMark[]>(
    () =>
      (changes ?? []).map(({ name, from, to, afterMs, beforeMs }) => {
        const moment = (ms: number) => format.timeWithSeconds(ms, serverNowMs());
        const value = (text: string | null) => text ?? format.notAvailable;
        const what = t("sysctls.change", { name, from: value(from), to: value(to) });
        const when = t("sysctls.changeBetween", { after: moment(afterMs), before: moment(beforeMs) });
        return { atMs: beforeMs, label: `${what} · ${when}` };
      }),
    [changes, t, format],
  );
  return { gapsOf, marks };
}
