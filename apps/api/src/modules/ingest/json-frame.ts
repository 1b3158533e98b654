import { type Parsed, parseJsonPayload } from "@fourtuple/contracts/agent";
import type { z } from "zod";

/** What neither text nor jsonb of PostgreSQL can hold. */
const UNSTORABLE = [
  ["a NUL character", /\0/],
  ["half a surrogate pair", /\p{Surrogate}/u],
] as const;

/** Reads a JSON frame. Text that PostgreSQL could not hold is refused. */
export function readJsonFrame<S extends z.core.$ZodType>(schema: S, payload: Uint8Array): Parsed<z.infer<S>> {
  const parsed = parseJsonPayload(schema, payload);
  if (!parsed.ok) return parsed;
  const found = findUnstorable(parsed.value);
  return found === null ? parsed : { ok: false, reason: `a text holds ${found}` };
}

function findUnstorable(value: unknown): string | null {
  if (typeof value === "string") return UNSTORABLE.find(([, pattern]) => pattern.test(value))?.[0] ?? null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, each] of Object.entries(value)) {
    const found = findUnstorable(key) ?? findUnstorable(each);
    if (found !== null) return found;
  }
  return null;
}
