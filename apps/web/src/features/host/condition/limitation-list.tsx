"use client";

import type { Condition } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import { SeverityGlyph } from "../../../design/severity";

/** What the agent may not see or do, in whose words, and what would change it. */
export function LimitationList({ condition }: { condition: Condition }) {
  const t = useTranslations("condition.limitations");
  const { limitations } = condition;
  return (
    <div className="min-w-0 text-dense">
      <h3 className="font-medium text-body">{t("title")}</h3>
      {limitations.length === 0 ? (
        <p className="py-1 text-muted">{t("none")}</p>
      ) : (
        <ul>
          {limitations.map(({ code, detail }) => (
            <li key={`${code} ${detail}`} className="relative border-line border-b py-1.5 pl-5">
              <SeverityGlyph severity="info" className="absolute left-0" />
              <p className="wrap-anywhere first-letter:uppercase">
                {t(`names.${code}`)} <span className="font-mono text-muted">{detail}</span>
              </p>
              <p className="text-muted">{t(`mend.${code}`)}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
