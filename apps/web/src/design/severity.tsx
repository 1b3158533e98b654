import { clsx } from "clsx";
import type { ReactNode } from "react";

export const SEVERITIES = ["ok", "info", "warning", "critical", "nodata"] as const;
export type Severity = (typeof SEVERITIES)[number];

const GLYPH: Readonly<Record<Severity, string>> = {
  ok: "○",
  info: "●",
  warning: "▲",
  critical: "◆",
  nodata: "◌",
};

const COLOR: Readonly<Record<Severity, string>> = {
  ok: "text-ok",
  info: "text-info",
  warning: "text-warning",
  critical: "text-critical",
  nodata: "text-nodata",
};

/** The shape says it as well as the colour. The word beside it says it to everyone else. */
export function SeverityGlyph({ severity, className }: { severity: Severity; className?: string }) {
  return (
    <span aria-hidden className={clsx("inline-block w-[1em] text-center", COLOR[severity], className)}>
      {GLYPH[severity]}
    </span>
  );
}

/** Glyph and word, without a box. */
export function Badge({ severity, children }: { severity: Severity; children: ReactNode }) {
  return (
    <span className="inline-flex items-baseline gap-1 whitespace-nowrap">
      <SeverityGlyph severity={severity} />
      <span>{children}</span>
    </span>
  );
}
