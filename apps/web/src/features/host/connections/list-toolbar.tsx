"use client";

import { CENSUS_TIERS, type CensusTier } from "@fourtuple/core/samples";
import { clsx } from "clsx";
import { FileDown } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../design/button";

/** Lists of the cheaper counts, where the agent makes them: newer, but of some states only. */
export function TierChoice({
  tiers,
  chosen,
  onChoose,
}: {
  tiers: readonly CensusTier[];
  chosen: CensusTier;
  onChoose: (tier: CensusTier) => void;
}) {
  const t = useTranslations("connections.tier");
  if (tiers.length < 2) return null;
  return (
    <fieldset className="flex overflow-hidden rounded border border-line">
      <legend className="sr-only">{t("label")}</legend>
      {CENSUS_TIERS.filter((tier) => tiers.includes(tier)).map((tier) => (
        <button
          key={tier}
          type="button"
          aria-pressed={tier === chosen}
          onClick={() => onChoose(tier)}
          className={clsx(
            "h-7 whitespace-nowrap border-line border-r px-2 text-dense last:border-r-0",
            tier === chosen ? "bg-accent-quiet text-accent" : "text-muted hover:bg-hover hover:text-text",
          )}
        >
          {t(tier)}
        </button>
      ))}
    </fieldset>
  );
}

/** Holds its place whether or not it is needed, so that nothing beside it moves. */
export function ResortButton({ isNeeded, onPress }: { isNeeded: boolean; onPress: () => void }) {
  const t = useTranslations("connections");
  return (
    <Button
      kind="quiet"
      className={clsx("h-7.5 px-2 text-dense", !isNeeded && "invisible")}
      title={t("resortWhy")}
      onClick={onPress}
    >
      {t("resort")}
    </Button>
  );
}

export function CsvButton({ onPress }: { onPress: () => void }) {
  const t = useTranslations("charts");
  return (
    <Button
      kind="quiet"
      className="h-7.5 gap-1.5 px-2 text-dense"
      aria-label={t("csvLabel")}
      onClick={onPress}
    >
      <FileDown aria-hidden size={14} />
      <span className="max-sm:sr-only">{t("csv")}</span>
    </Button>
  );
}
