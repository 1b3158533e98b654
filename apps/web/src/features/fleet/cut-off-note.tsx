"use client";

import { useTranslations } from "use-intl";
import { SeverityGlyph } from "../../design/severity";
import { useFormat } from "../../lib/format/use-format";

/** The page hears nothing: says since when, so that nobody takes old figures for new ones. */
export function CutOffNote({ heardMs, nowMs }: { heardMs: number; nowMs: number }) {
  const t = useTranslations("fleet");
  const format = useFormat();
  return (
    <p role="status" className="flex gap-2">
      <SeverityGlyph severity="warning" />
      {t("offline", { time: format.timeWithSeconds(heardMs, nowMs) })}
    </p>
  );
}
