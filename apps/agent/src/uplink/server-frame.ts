import {
  type Ack,
  ackSchema,
  type Challenge,
  challengeSchema,
  FRAME,
  type OwnersRequest,
  ownersRequestSchema,
  parseJsonPayload,
  type RecordAck,
  type Refuse,
  recordAckSchema,
  refuseSchema,
  splitFrame,
  type Welcome,
  welcomeSchema,
} from "@fourtuple/contracts/agent";
import type { z } from "zod/mini";

/** What a message of the server means. Unknown types are `ignored`, so that a newer server can say more. */
export type ServerFrame =
  | { readonly kind: "challenge"; readonly value: Challenge }
  | { readonly kind: "welcome"; readonly value: Welcome }
  | { readonly kind: "refuse"; readonly value: Refuse }
  | { readonly kind: "ack"; readonly value: Ack }
  | { readonly kind: "recordAck"; readonly value: RecordAck }
  | { readonly kind: "ownersRequest"; readonly value: OwnersRequest }
  | { readonly kind: "ignored" }
  | { readonly kind: "malformed"; readonly reason: string };

/** Reads any message; never throws. */
export function readServerFrame(data: unknown, isBinary: boolean): ServerFrame {
  if (!isBinary || !(data instanceof Uint8Array)) return { kind: "malformed", reason: "a text message" };
  const frame = splitFrame(data);
  if (!frame.ok) return { kind: "malformed", reason: frame.reason };
  const { type, payload } = frame.value;
  if (type === FRAME.CHALLENGE) return readAs("challenge", challengeSchema, payload);
  if (type === FRAME.WELCOME) return readAs("welcome", welcomeSchema, payload);
  if (type === FRAME.REFUSE) return readAs("refuse", refuseSchema, payload);
  if (type === FRAME.ACK) return readAs("ack", ackSchema, payload);
  if (type === FRAME.RECORD_ACK) return readAs("recordAck", recordAckSchema, payload);
  if (type === FRAME.OWNERS_REQUEST) return readAs("ownersRequest", ownersRequestSchema, payload);
  return { kind: "ignored" };
}

function readAs<K extends string, S extends z.core.$ZodType>(kind: K, schema: S, payload: Uint8Array) {
  const parsed = parseJsonPayload(schema, payload);
  if (parsed.ok) return { kind, value: parsed.value } as const;
  return { kind: "malformed", reason: `a malformed ${kind}: ${parsed.reason}` } as const;
}
