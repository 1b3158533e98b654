import * as z from "zod/mini";

/**
 * The wire between agent and server, `/agent/v1`: binary WebSocket frames.
 * Byte 0 is the frame type. SAMPLE, TOP_LISTS and RECORD carry the codecs of `@fourtuple/core/samples`;
 * every other type carries UTF-8 JSON of its schema. Unknown JSON fields and unknown
 * frame types are ignored, so that a newer peer can say more than we know.
 *
 * The schemas are of the small zod: loading it takes 2 MB of an agent's memory, the whole one 15.
 */
export const CONTRACT_VERSION = 1;
export const AGENT_PATH = "/agent/v1";
export const MAX_FRAME_BYTES = 1_000_000;

export const FRAME = {
  CHALLENGE: 0x01,
  HELLO: 0x02,
  WELCOME: 0x03,
  REFUSE: 0x04,
  SAMPLE: 0x10,
  ACK: 0x11,
  LISTENERS: 0x12,
  SYSCTLS: 0x13,
  TOP_LISTS: 0x14,
  CONDITION: 0x15,
  NAMESPACES: 0x16,
  OWNERS_REQUEST: 0x17,
  OWNERS: 0x18,
  RECORD: 0x20,
  RECORD_ACK: 0x21,
} as const;
export type FrameType = (typeof FRAME)[keyof typeof FRAME];

const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/, "must be base64url"));
const wholeNumber = z.int().check(z.nonnegative());
/** The last second that a JavaScript Date can hold (ECMA-262, time values). */
const MAX_DATE_SEC = 8_640_000_000_000;

/** Server → agent, first frame of a connection. The agent signs `proofMessage(nonce, ...)`. */
export const challengeSchema = z.object({
  contractVersion: z.int().check(z.positive()),
  nonce: base64url.check(z.minLength(32), z.maxLength(128)),
  serverTimeMs: wholeNumber,
});
export type Challenge = z.infer<typeof challengeSchema>;

export const hostFactsSchema = z.object({
  hostname: z.string().check(z.minLength(1), z.maxLength(253)),
  kernel: z.string().check(z.maxLength(200)),
  arch: z.string().check(z.maxLength(32)),
  bootId: z.nullable(z.string().check(z.maxLength(64))),
  /** Seconds since 1970 at which the kernel booted (/proc/stat btime); null where unreadable. */
  bootedAtSec: z.nullable(wholeNumber.check(z.maximum(MAX_DATE_SEC))),
  /** Inode of the network namespace that is watched; null where unreadable. */
  netnsInode: z.nullable(wholeNumber),
});
export type HostFacts = z.infer<typeof hostFactsSchema>;

/** Agent → server. `signature` is Ed25519 by `publicKey` (raw 32 bytes) over `proofMessage`. */
export const helloSchema = z.object({
  contractVersion: z.int().check(z.positive()),
  agentVersion: z.string().check(z.maxLength(40)),
  publicKey: base64url.check(z.length(43)),
  signature: base64url.check(z.length(86)),
  epochMs: wholeNumber,
  /** Samples follow at this interval. */
  intervalMs: z.int().check(z.minimum(100), z.maximum(3_600_000)),
  /** How many metrics of the registry this agent knows. */
  metricCount: z.int().check(z.minimum(1), z.maximum(4096)),
  host: hostFactsSchema,
  /**
   * `packs`: samples are for the live view, what is to be kept comes as records, and only those are answered for.
   * Left out, by an agent of the version before: each sample is to be stored and acknowledged.
   */
  delivers: z.optional(z.enum(["samples", "packs"])),
  /** Turns an unknown key into a host, once; a key that is known already does not use it up. */
  enrolmentToken: z.optional(base64url.check(z.minLength(20), z.maxLength(128))),
});
export type Hello = z.infer<typeof helloSchema>;

/** The exact bytes an agent signs: both ends and the connection are bound into it. */
export function proofMessage(nonce: string, publicKey: string, epochMs: number): string {
  return `fourtuple-agent-v1\n${nonce}\n${publicKey}\n${epochMs}`;
}

/** Server → agent: the credential is good; samples may follow. */
export const welcomeSchema = z.object({
  hostId: z.uuid(),
  serverTimeMs: wholeNumber,
  /** What the server calls the host. */
  hostName: z.optional(z.string().check(z.maxLength(253))),
  /** True when this server stores records; an agent that has packs waits for one that does. */
  takesRecords: z.optional(z.boolean()),
  /** The kinds of records that it stores. An agent keeps those of other kinds until a server takes them. */
  recordKinds: z.optional(z.array(z.int().check(z.minimum(0), z.maximum(255))).check(z.maxLength(256))),
  /** True when this very hello made it a host. */
  enrolled: z.optional(z.boolean()),
});
export type Welcome = z.infer<typeof welcomeSchema>;

/** Server → agent, last frame before the server closes. */
export const refuseSchema = z.object({
  code: z.enum([
    "unknown-agent",
    "bad-proof",
    "revoked",
    "malformed",
    "unsupported-version",
    "overloaded",
    "oversized",
    // Only an agent that sends a token is told these; an older one never does.
    "bad-token",
    "expired-token",
    "used-token",
  ]),
  message: z.string().check(z.maxLength(500)),
  retryAfterMs: z.optional(wholeNumber),
});
export type Refuse = z.infer<typeof refuseSchema>;

/** Server → agent, after COMMIT: every sample of this epoch up to `ackedThrough` is stored or rejected for good. */
export const ackSchema = z.object({
  epochMs: wholeNumber,
  ackedThrough: wholeNumber,
  written: wholeNumber,
  duplicate: wholeNumber,
  rejected: z
    .array(z.object({ seq: wholeNumber, reason: z.string().check(z.maxLength(200)) }))
    .check(z.maxLength(1000)),
});
export type Ack = z.infer<typeof ackSchema>;

/**
 * One listening socket. `acceptQueue` waiting of at most `backlog`+1; `drops` cumulative.
 * What the census source does not tell is null: procfs knows neither backlog nor drops.
 */
export const listenerSchema = z.object({
  address: z.string().check(z.maxLength(64)),
  port: z.int().check(z.minimum(0), z.maximum(65535)),
  acceptQueue: wholeNumber,
  backlog: z.nullable(wholeNumber),
  drops: z.nullable(wholeNumber),
  uid: z.nullable(wholeNumber),
});
export type Listener = z.infer<typeof listenerSchema>;

/** Agent → server, when something in it changed. At most 1,000 listeners, `more` counts the rest. */
export const listenersSchema = z.object({
  atMs: wholeNumber,
  listeners: z.array(listenerSchema).check(z.maxLength(1000)),
  more: wholeNumber,
});
export type Listeners = z.infer<typeof listenersSchema>;

export const sysctlReadingSchema = z.discriminatedUnion("status", [
  z.object({
    name: z.string().check(z.maxLength(128)),
    status: z.literal("present"),
    value: z.string().check(z.maxLength(4096)),
  }),
  z.object({ name: z.string().check(z.maxLength(128)), status: z.literal("absent") }),
  z.object({
    name: z.string().check(z.maxLength(128)),
    status: z.literal("unreadable"),
    reason: z.string().check(z.maxLength(200)),
  }),
]);
export type SysctlReading = z.infer<typeof sysctlReadingSchema>;

/** Agent → server: all readings after each connect, later only those that changed. */
export const sysctlsSchema = z.object({
  atMs: wholeNumber,
  full: z.boolean(),
  readings: z.array(sysctlReadingSchema).check(z.maxLength(500)),
});
export type Sysctls = z.infer<typeof sysctlsSchema>;
