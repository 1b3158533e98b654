"use client";

import { useTranslations } from "use-intl";
import { ApiError } from "../lib/api/api-error";
import { ErrorState } from "./error-state";

type Props = {
  heading?: "h1" | "h2";
  error: Error;
  /** What failed, where the page can say it better than "the server could not answer". */
  title?: string;
  onRetry?: () => void;
};

/** Any failed request, as what failed, what still works and what to do. */
export function RequestErrorState({ heading = "h2", error, title, onRetry }: Props) {
  const t = useTranslations("common.errors");
  const rest = { heading, ...(onRetry ? { onRetry } : {}) };
  const failure = error instanceof ApiError ? error.failure : null;
  if (failure?.kind === "unreachable") {
    return (
      <ErrorState
        title={t("unreachable")}
        works={t("learnWorks")}
        advice={t("unreachableAdvice")}
        {...rest}
      />
    );
  }
  if (failure?.kind === "unreadable") {
    return (
      <ErrorState title={t("unreadable")} advice={t("unreadableAdvice")} detail={error.message} {...rest} />
    );
  }
  if (failure?.status === 403)
    return <ErrorState title={t("forbidden")} advice={t("forbiddenAdvice")} heading={heading} />;
  return (
    <ErrorState title={title ?? t("problem")} works={t("learnWorks")} detail={error.message} {...rest} />
  );
}
