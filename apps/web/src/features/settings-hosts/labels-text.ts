import { LABEL_KEY_PATTERN, LABEL_VALUE_PATTERN, MAX_LABELS } from "@fourtuple/contracts/limits";
import type { Labels } from "@fourtuple/contracts/web";

export type LabelProblem = {
  readonly kind: "shape" | "key" | "value" | "twice" | "many";
  /** What of the text it is about. */
  readonly part: string;
};

export type ParsedLabels =
  | { readonly ok: true; readonly labels: Labels }
  | { readonly ok: false; readonly problem: LabelProblem };

/** Reads `role=db, site=fra`, also with the commas and equals signs of a Chinese keyboard. */
export function parseLabels(text: string): ParsedLabels {
  const labels = new Map<string, string>();
  const parts = text.split(/[,，\n]/).map((part) => part.trim());
  for (const part of parts.filter(Boolean)) {
    const [, key, value] = /^([^=＝]*)[=＝](.*)$/.exec(part) ?? [];
    if (key === undefined || value === undefined) return problem("shape", part);
    if (!LABEL_KEY_PATTERN.test(key.trim())) return problem("key", key.trim());
    if (!LABEL_VALUE_PATTERN.test(value.trim())) return problem("value", part);
    if (labels.has(key.trim())) return problem("twice", key.trim());
    labels.set(key.trim(), value.trim());
  }
  if (labels.size > MAX_LABELS) return problem("many", String(MAX_LABELS));
  return { ok: true, labels: Object.fromEntries(labels) };
}

function problem(kind: LabelProblem["kind"], part: string): ParsedLabels {
  return { ok: false, problem: { kind, part } };
}

export function formatLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
