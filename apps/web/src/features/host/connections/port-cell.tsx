"use client";

import type { DestinationEntry, TopLists } from "@fourtuple/core/samples";
import { useTranslations } from "use-intl";
import { NotAvailable } from "../../../design/figure";
import { SeverityGlyph } from "../../../design/severity";
import { useFormat } from "../../../lib/format/use-format";
import { useScene } from "../host-scene";
import { type PortUse, portUseOf, reusablePorts } from "../model/port-use";
import { PortBar } from "./port-bar";

/** Ports that one destination takes, of those it can. A share only where both figures are known. */
export function PortCell({ entry, lists }: { entry: DestinationEntry; lists: TopLists }) {
  const t = useTranslations("connections.ports");
  const format = useFormat();
  const { occupiedPorts } = entry;
  if (occupiedPorts === null) return <NotAvailable reason={t("unknown")} />;
  const alone = <span className="figures">{t("alone", { count: occupiedPorts })}</span>;
  if (lists.tier !== "full") {
    return (
      <span className="whitespace-nowrap">
        {alone} <span className="text-muted">{t("someStates")}</span>
      </span>
    );
  }
  const use = portUseOf(occupiedPorts, lists.usablePorts);
  if (use === null) {
    const why = lists.usablePorts === 0 ? t("noneUsable") : t("usableUnknown");
    return (
      <span title={why} className="whitespace-nowrap">
        {alone} <span className="text-muted">{lists.usablePorts === 0 ? why : ""}</span>
      </span>
    );
  }
  return (
    <span className="flex min-w-40 flex-col gap-1 py-1">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <PortBar states={entry.states} share={use.share} />
        <span className="whitespace-nowrap">
          <span className="figures">
            {t("of", { occupied: format.count(use.occupied), usable: format.count(use.usable) })}
          </span>
          <span className="figures text-muted">{` · ${format.percent(use.share)}`}</span>
        </span>
        <Level use={use} />
      </span>
      <Reusable entry={entry} />
    </span>
  );
}

function Level({ use }: { use: PortUse }) {
  const t = useTranslations("connections.ports");
  if (use.level === "calm") return null;
  const isScarce = use.level === "scarce";
  return (
    <span className="whitespace-nowrap">
      <SeverityGlyph severity={isScarce ? "critical" : "warning"} className="mr-1" />
      {use.share >= 1 ? t("full") : t(use.level)}
    </span>
  );
}

/** Only where it changes what the share means. */
function Reusable({ entry }: { entry: DestinationEntry }) {
  const t = useTranslations("connections.ports");
  const format = useFormat();
  const count = reusablePorts(entry, useScene().sysctls);
  if (count === 0) return null;
  return (
    <span title={t("reusableWhy")} className="text-muted">
      {t("reusable", { count: format.count(count) })}
    </span>
  );
}
