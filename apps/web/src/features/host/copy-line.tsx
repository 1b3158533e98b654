"use client";

import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

const SAID_FOR_MS = 2000;
const ICON = { idle: Copy, copied: Check, refused: X } as const;

/** Copies one line; an icon only, since a list has a hundred of them. */
export function CopyLine({ line }: { line: string }) {
  const t = useTranslations("host.sysctls");
  const tCopy = useTranslations("common.copy");
  const [outcome, setOutcome] = useState<keyof typeof ICON>("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
  };
  const Icon = ICON[outcome];
  return (
    <button
      type="button"
      aria-label={t("copy", { line })}
      onClick={() => void copy()}
      className="-my-1 inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:text-text"
    >
      <Icon aria-hidden size={12} />
      <span role="status" className="sr-only">
        {outcome === "idle" ? "" : tCopy(outcome)}
      </span>
    </button>
  );
}
