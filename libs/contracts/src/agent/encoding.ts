import * as z from "zod/mini";
import english from "zod/v4/locales/en.js";
import type { FrameType } from "./frames.js";
import { MAX_FRAME_BYTES } from "./frames.js";

// The small zod knows no language by itself, and would say "Invalid input" to everything.
z.config(english());

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export type FrameError = { readonly ok: false; readonly reason: string };
export type Parsed<T> = { readonly ok: true; readonly value: T } | FrameError;

/** Puts `type` before `payload`. */
export function frameOf(type: FrameType, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(payload.length + 1);
  frame[0] = type;
  frame.set(payload, 1);
  return frame;
}

/** A frame whose payload is the JSON of `value`. */
export function jsonFrame(type: FrameType, value: unknown): Uint8Array {
  return frameOf(type, encoder.encode(JSON.stringify(value)));
}

/** Splits a frame. Any bytes give a value or a reason, never an exception. */
export function splitFrame(frame: Uint8Array): Parsed<{ type: number; payload: Uint8Array }> {
  const type = frame[0];
  if (type === undefined) return { ok: false, reason: "the frame is empty" };
  if (frame.length > MAX_FRAME_BYTES) {
    return { ok: false, reason: `the frame has ${frame.length} bytes, at most ${MAX_FRAME_BYTES} are taken` };
  }
  return { ok: true, value: { type, payload: frame.subarray(1) } };
}

/** Reads a JSON payload by its schema; the reason of a failure names the field. */
export function parseJsonPayload<S extends z.core.$ZodType>(
  schema: S,
  payload: Uint8Array,
): Parsed<z.infer<S>> {
  let raw: unknown;
  try {
    raw = JSON.parse(decoder.decode(payload));
  } catch {
    return { ok: false, reason: "the payload is not UTF-8 JSON" };
  }
  const result = z.safeParse(schema, raw);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  return {
    ok: false,
    reason: issue ? `${issue.path.join(".") || "payload"}: ${issue.message}` : "invalid payload",
  };
}
