import { type Parsed, parseJsonPayload } from "@fourtuple/contracts/agent";
import type { z } from "zod";

/** Reads a JSON frame. A NUL is refused: PostgreSQL's text holds every other character. */
export function readJsonFrame<S extends z.ZodType>(schema: S, payload: Uint8Array): Parsed<z.infer<S>> {
  const parsed = parseJsonPayload(schema, payload);
  if (!parsed.ok || !holdsNul(parsed.value)) return parsed;
  return { ok: false, reason: "a text holds a NUL character" };
}

function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0");
  return typeof value === "object" && value !== null && Object.values(value).some(holdsNul);
}
