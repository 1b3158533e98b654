"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";

const COPIED_FOR_MS = 2000;

/** Copies `text` and says so. Where the browser refuses (no TLS), it says that instead. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTranslations("common");
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
  };

  const Icon = outcome === "copied" ? Check : Copy;
  const words = { idle: label ?? t("copy.copy"), copied: t("copy.copied"), refused: t("copy.refused") };
  return (
    <Button onClick={() => void copy()}>
      <Icon aria-hidden size={14} />
      <span aria-live="polite">{words[outcome]}</span>
    </Button>
  );
}
