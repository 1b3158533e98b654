"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useFormat } from "../lib/format/use-format";
import { Tooltip } from "./tooltip";

type FigureProps = {
  /** null: not available; `reason` then says why. */
  value: number | null;
  /** In the reader's language, already plural: "ports". */
  unit?: string;
  /** Drawn as "of 28,232" with the share. */
  limit?: number | null;
  /** How old the figure is. */
  ageMs?: number | null;
  reason?: string;
  size?: "dense" | "body" | "verdict" | "figure";
  className?: string;
};

const SIZE = {
  dense: "text-dense",
  body: "text-body",
  verdict: "text-verdict",
  figure: "text-figure",
} as const;

/** A number with its unit, its limit and its age: `12,480 of 28,232 ports · 44 % · 2 s ago`. */
export function Figure({ value, unit, limit, ageMs, reason, size = "body", className }: FigureProps) {
  const format = useFormat();
  if (value === null) return <NotAvailable reason={reason} className={clsx(SIZE[size], className)} />;
  const limited = limit !== undefined && limit !== null && limit > 0;
  const notes: ReactNode[] = [];
  if (limited) notes.push(format.percent(value / limit));
  if (ageMs !== undefined && ageMs !== null) notes.push(format.age(ageMs));
  return (
    <span className={clsx("whitespace-nowrap", className)}>
      <span className={clsx("figures", SIZE[size])}>{format.count(value)}</span>
      <span className="text-muted">
        {limited && ` ${format.ofLimit(limit)}`}
        {unit && ` ${unit}`}
        {notes.length > 0 && ` · ${notes.join(" · ")}`}
      </span>
    </span>
  );
}

/** "n/a", never a zero, and why. */
export function NotAvailable({ reason, className }: { reason?: string | undefined; className?: string }) {
  const format = useFormat();
  const mark = (
    <span className={clsx("figures text-muted", className)} tabIndex={reason ? 0 : undefined}>
      {format.notAvailable}
    </span>
  );
  return reason ? <Tooltip text={reason}>{mark}</Tooltip> : mark;
}
