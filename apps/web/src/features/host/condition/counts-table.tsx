"use client";

import type { Condition, TierCondition } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import { Table, TableFrame, Td, Th } from "../../../design/table";
import { useHostTopLists } from "../../../lib/api/queries";
import { useFormat } from "../../../lib/format/use-format";
import { useHostNow, useScene } from "../host-scene";
import { useCountedAtMs } from "../use-counts";
import { useWhyText } from "./use-why-text";

/** Each count of sockets: how often, why, what one costs, and how old the newest is. */
export function CountsTable({ condition }: { condition: Condition }) {
  const t = useTranslations("condition.counts");
  const format = useFormat();
  const { host } = useScene();
  const whyText = useWhyText();
  const often = (
    <Often every={format.fine(host.intervalMs * 1000)} why={whyText("every-sample", "stillListeners")} />
  );
  return (
    <div className="min-w-0">
      <h3 className="font-medium">{t("title")}</h3>
      <TableFrame label={t("table")}>
        <Table>
          <thead>
            <tr>
              <Th className="pl-0">{t("what")}</Th>
              <Th className="max-sm:hidden">{t("every")}</Th>
              <Th align="end">{t("cost")}</Th>
              <Th align="end">{t("sockets")}</Th>
              <Th align="end" className="pr-0">
                {t("read")}
              </Th>
            </tr>
          </thead>
          <tbody>
            {condition.tiers.map((tier) => (
              <TierRow key={tier.tier} tier={tier} />
            ))}
            <tr>
              <Td className="pl-0 max-sm:pt-1">
                {t("listeners")}
                <span className="block sm:hidden">{often}</span>
              </Td>
              <Td colSpan={4} className="pr-0">
                <span className="max-sm:hidden">{often}</span>
              </Td>
            </tr>
          </tbody>
        </Table>
      </TableFrame>
    </div>
  );
}

function Often({ every, why }: { every: string; why: string }) {
  const t = useTranslations("condition");
  return (
    <span className="flex flex-wrap gap-x-3 py-1">
      <span className="figures whitespace-nowrap">{t("every", { every })}</span>
      <span className="text-muted">{why}</span>
    </span>
  );
}

/** When the newest count was: samples and lists tell it sooner than the condition, which is sent when it changes. */
function useReadAtMs({ tier, readAtMs }: TierCondition): number | null {
  const { host } = useScene();
  const listsAtMs = useHostTopLists(host.id).data?.lists[tier]?.atMs ?? null;
  const seenAtMs = useCountedAtMs(tier);
  const known = [readAtMs, listsAtMs, seenAtMs].filter((ms) => ms !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function TierRow({ tier }: { tier: TierCondition }) {
  const t = useTranslations("condition.counts");
  const format = useFormat();
  const nowMs = useHostNow();
  const { intervalMs, reason, cpuUs, sockets } = tier;
  const readAtMs = useReadAtMs(tier);
  const whyText = useWhyText();
  const often =
    intervalMs === null ? (
      <span className="text-muted">
        {t("never")}: {t(`reasons.${reason}`)}
      </span>
    ) : (
      <Often every={format.fine(intervalMs * 1000)} why={whyText(reason, "still")} />
    );
  return (
    <tr>
      <Td className="pl-0 max-sm:pt-1">
        {t(`tiers.${tier.tier}`)}
        <span className="block sm:hidden">{often}</span>
      </Td>
      <Td className="max-sm:hidden">{often}</Td>
      <Td figures className="whitespace-nowrap">
        {cpuUs === null ? <span className="text-muted">{t("none")}</span> : format.fine(cpuUs)}
      </Td>
      <Td figures>{sockets === null ? "" : format.count(sockets)}</Td>
      <Td figures className="whitespace-nowrap pr-0">
        {readAtMs === null ? "" : format.age(Math.max(0, nowMs - readAtMs))}
      </Td>
    </tr>
  );
}
