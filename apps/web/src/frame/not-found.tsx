"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { EmptyState } from "../design/empty-state";
import { FLEET_HREF } from "../lib/links";
import { usePageTitle } from "../lib/page-title";

export function NotFound() {
  const t = useTranslations("common");
  usePageTitle(t("pages.notFound"));
  return (
    <div className="px-3 md:px-6">
      <EmptyState
        heading="h1"
        title={t("errors.notFound")}
        action={
          <Link href={FLEET_HREF} className="link">
            {t("errors.toFleet")}
          </Link>
        }
      >
        {t("errors.notFoundAdvice")}
      </EmptyState>
    </div>
  );
}
