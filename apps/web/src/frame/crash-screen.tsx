"use client";

import { useTranslations } from "use-intl";
import { ErrorState } from "../design/error-state";

/** A page threw while drawing; the frame around it still stands. */
export function CrashScreen({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("common.errors");
  return (
    <div className="px-3 md:px-6">
      <ErrorState
        heading="h1"
        title={t("crash")}
        works={t("crashWorks")}
        advice={t("crashAdvice")}
        detail={error instanceof Error ? error.message : String(error)}
        onRetry={onRetry}
      />
    </div>
  );
}
