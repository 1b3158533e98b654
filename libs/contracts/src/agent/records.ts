import * as z from "zod/mini";
import type { FrameError, Parsed } from "./encoding.js";
import { frameOf } from "./encoding.js";
import { FRAME } from "./frames.js";

/**
 * A record is what an agent keeps on disk until the server has it: the frame RECORD carries one, the frame
 * RECORD_ACK answers for it after COMMIT. Records may come in any order and more than once.
 *
 * Payload of RECORD: kind (1 byte), id (6 bytes, big-endian), body.
 *
 * Since a record is forgotten once it is answered, a server must never answer for what it does not understand:
 * a kind that is not in `welcome.recordKinds` stays without an answer, and a body of a new version is a new kind.
 */
export const RECORD_KIND = {
  /** The samples of one minute: `decodePack` of `@fourtuple/core/samples`. */
  PACK: 1,
  /** One census: `decodeTopLists` of `@fourtuple/core/samples`. */
  TOP_LISTS: 2,
  /** JSON of `gapRecordSchema`. */
  GAP: 3,
} as const;

/** Of the records that were sent on a connection, so many may be unanswered. */
export const MAX_UNANSWERED_RECORDS = 4;

const KIND_BYTES = 1;
const ID_BYTES = 6;
const MAX_ID = 2 ** 48 - 1;

export interface RecordFrame {
  /** One of RECORD_KIND, or a kind of a newer agent. */
  readonly kind: number;
  /** The agent's own name for it, used for the answer only. */
  readonly id: number;
  readonly body: Uint8Array;
}

/** @throws RangeError when `id` is no whole number of 48 bits or `kind` none of 8. */
export function encodeRecordFrame({ kind, id, body }: RecordFrame): Uint8Array {
  if (!Number.isInteger(id) || id < 0 || id > MAX_ID) throw new RangeError(`no record id: ${id}`);
  if (!Number.isInteger(kind) || kind < 0 || kind > 255) throw new RangeError(`no record kind: ${kind}`);
  const payload = new Uint8Array(KIND_BYTES + ID_BYTES + body.length);
  payload[0] = kind;
  let rest = id;
  for (let at = ID_BYTES; at > 0; at--) {
    payload[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  payload.set(body, KIND_BYTES + ID_BYTES);
  return frameOf(FRAME.RECORD, payload);
}

/** Reads the payload of a RECORD frame; the body is a view of it. */
export function decodeRecordPayload(payload: Uint8Array): Parsed<RecordFrame> {
  if (payload.length < KIND_BYTES + ID_BYTES) return tooShort(payload.length);
  let id = 0;
  for (let at = 1; at <= ID_BYTES; at++) id = id * 256 + (payload[at] ?? 0);
  return { ok: true, value: { kind: payload[0] ?? 0, id, body: payload.subarray(KIND_BYTES + ID_BYTES) } };
}

function tooShort(length: number): FrameError {
  return { ok: false, reason: `a record of ${length} bytes is shorter than its header` };
}

const wholeNumber = z.int().check(z.nonnegative());

/** Server → agent, after COMMIT. Both outcomes are final: the agent may forget the record. */
export const recordAckSchema = z.object({
  id: wholeNumber.check(z.maximum(MAX_ID)),
  outcome: z.enum(["stored", "rejected"]),
  /** Samples of a pack that were new, and that the server had already. */
  written: wholeNumber,
  duplicate: wholeNumber,
  /** Why it was rejected, or what of it was. */
  reason: z.optional(z.string().check(z.maxLength(300))),
});
export type RecordAck = z.infer<typeof recordAckSchema>;

/** Why samples that were taken will never arrive. */
export const LOSS_REASONS = ["spool-full", "spool-expired", "spool-corrupt", "spool-unwritable"] as const;
export type LossReason = (typeof LOSS_REASONS)[number];

export const gapRecordSchema = z
  .object({
    /** From the first sample that is lost to the last; where that is not known, the time around them. */
    fromMs: wholeNumber,
    toMs: wholeNumber,
    reason: z.enum(LOSS_REASONS),
    /** How many are lost; null where it cannot be known. */
    samples: z.nullable(wholeNumber),
  })
  .check(
    z.refine(({ fromMs, toMs }) => fromMs <= toMs, { path: ["toMs"], message: "must not be before fromMs" }),
  );
export type GapRecord = z.infer<typeof gapRecordSchema>;
