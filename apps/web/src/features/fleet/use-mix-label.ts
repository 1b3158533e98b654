"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { useTranslations } from "use-intl";
import { useFormat } from "../../lib/format/use-format";

/** What the proportional bar says to those who do not see it. */
export function useMixLabel(counts: Readonly<Partial<Record<TcpState, number | null>>> | null): string {
  const t = useTranslations("fleet");
  const format = useFormat();
  const present = TCP_STATES.filter((state) => (counts?.[state] ?? 0) > 0);
  if (present.length === 0) return t("mixLabel", { list: t("mixEmpty") });
  const list = present.map((state) => `${state} ${format.count(counts?.[state] ?? 0)}`).join(", ");
  return t("mixLabel", { list });
}
