"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { SeverityGlyph } from "./severity";

type ErrorStateProps = {
  /** `h1` where it is the page's only answer. */
  heading?: "h1" | "h2";
  /** What failed. */
  title: string;
  /** What still works. */
  works?: ReactNode;
  /** What to do. */
  advice?: ReactNode;
  /** The machine's own words, for a report. */
  detail?: string | null;
  onRetry?: () => void;
};

export function ErrorState({
  heading: Heading = "h2",
  title,
  works,
  advice,
  detail,
  onRetry,
}: ErrorStateProps) {
  const t = useTranslations("common");
  return (
    <section role="alert" className="flex max-w-xl flex-col items-start gap-2 py-10">
      <Heading className="font-medium text-title">
        <SeverityGlyph severity="critical" className="mr-1.5" />
        {title}
      </Heading>
      {works && <p className="text-muted">{works}</p>}
      {advice && <p>{advice}</p>}
      {detail && <p className="wrap-anywhere font-mono text-dense text-muted">{detail}</p>}
      {onRetry && (
        <Button onClick={onRetry} className="mt-2">
          {t("actions.retry")}
        </Button>
      )}
    </section>
  );
}
