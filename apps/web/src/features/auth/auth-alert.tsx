"use client";

import { useTranslations } from "use-intl";
import { SeverityGlyph } from "../../design/severity";
import { useFormat } from "../../lib/format/use-format";
import type { AuthFailure } from "./auth-failure";

/** What went wrong, in one sentence above the button. `waitMs` counts down a throttled account. */
export function AuthAlert({ failure, waitMs }: { failure: AuthFailure; waitMs: number }) {
  const words = useFailureWords(failure, waitMs);
  const over = failure.kind === "throttled" && waitMs <= 0;
  return (
    <p role="alert" className="flex gap-2 border-line border-l-2 py-1 pl-3">
      <SeverityGlyph severity={over ? "info" : "critical"} />
      <span className="wrap-anywhere">{words}</span>
    </p>
  );
}

function useFailureWords(failure: AuthFailure, waitMs: number): string {
  const t = useTranslations("auth");
  const format = useFormat();
  switch (failure.kind) {
    case "wrong":
      return t("login.wrong");
    case "spent":
      return t("setup.spent");
    case "done":
      return t("setup.done");
    case "throttled":
      return waitMs > 0 ? t("login.throttled", { wait: format.duration(waitMs) }) : t("login.throttledOver");
    case "unreachable":
      return t("login.unreachable");
    case "field":
      return t("setup.invalid", { field: failure.field, message: failure.message });
    case "failed":
      return t("login.failed", { detail: failure.detail });
  }
}
