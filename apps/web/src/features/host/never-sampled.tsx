"use client";

import { useTranslations } from "use-intl";
import { EmptyState } from "../../design/empty-state";

/** The host is known, its figures are not yet. */
export function NeverSampled() {
  const t = useTranslations("host.never");
  return (
    <EmptyState
      title={t("title")}
      action={
        <p role="status" className="flex items-center gap-2">
          <span aria-hidden className="animate-pulse text-nodata">
            ◌
          </span>
          {t("waiting")}
        </p>
      }
    >
      {t("detail")}
    </EmptyState>
  );
}
