import { z } from "zod";

/**
 * The wire between agent and server, `/agent/v1`: binary WebSocket frames.
 * Byte 0 is the frame type. SAMPLE, TOP_LISTS and RECORD carry the codecs of `@fourtuple/core/samples`;
 * every other type carries UTF-8 JSON of its schema. Unknown JSON fields and unknown
 * frame types are ignored, so that a newer peer can say more than we know.
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

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/, "must be base64url");
const wholeNumber = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** The last second that a JavaScript Date can hold (ECMA-262, time values). */
const MAX_DATE_SEC = 8_640_000_000_000;

/** Server → agent, first frame of a connection. The agent signs `proofMessage(nonce, ...)`. */
export const challengeSchema = z.object({
  contractVersion: z.number().int().positive(),
  nonce: base64url.min(32).max(128),
  serverTimeMs: wholeNumber,
});
export type Challenge = z.infer<typeof challengeSchema>;

export const hostFactsSchema = z.object({
  hostname: z.string().min(1).max(253),
  kernel: z.string().max(200),
  arch: z.string().max(32),
  bootId: z.string().max(64).nullable(),
  /** Seconds since 1970 at which the kernel booted (/proc/stat btime); null where unreadable. */
  bootedAtSec: wholeNumber.max(MAX_DATE_SEC).nullable(),
  /** Inode of the network namespace that is watched; null where unreadable. */
  netnsInode: wholeNumber.nullable(),
});
export type HostFacts = z.infer<typeof hostFactsSchema>;

/** Agent → server. `signature` is Ed25519 by `publicKey` (raw 32 bytes) over `proofMessage`. */
export const helloSchema = z.object({
  contractVersion: z.number().int().positive(),
  agentVersion: z.string().max(40),
  publicKey: base64url.length(43),
  signature: base64url.length(86),
  epochMs: wholeNumber,
  /** Samples follow at this interval. */
  intervalMs: z.number().int().min(100).max(3_600_000),
  /** How many metrics of the registry this agent knows. */
  metricCount: z.number().int().min(1).max(4096),
  host: hostFactsSchema,
  /**
   * `packs`: samples are for the live view, what is to be kept comes as records, and only those are answered for.
   * Left out, by an agent of the version before: each sample is to be stored and acknowledged.
   */
  delivers: z.enum(["samples", "packs"]).optional(),
  /** Turns an unknown key into a host, once; a key that is known already does not use it up. */
  enrolmentToken: base64url.min(20).max(128).optional(),
});
export type Hello = z.infer<typeof helloSchema>;

/** The exact bytes an agent signs: both ends and the connection are bound into it. */
export function proofMessage(nonce: string, publicKey: string, epochMs: number): string {
  return `fourtuple-agent-v1\n${nonce}\n${publicKey}\n${epochMs}`;
}

/** Server → agent: the credential is good; samples may follow. */
export const welcomeSchema = z.object({
  hostId: z.string().uuid(),
  serverTimeMs: wholeNumber,
  /** What the server calls the host. */
  hostName: z.string().max(253).optional(),
  /** True when this server stores records; an agent that has packs waits for one that does. */
  takesRecords: z.boolean().optional(),
  /** The kinds of records that it stores. An agent keeps those of other kinds until a server takes them. */
  recordKinds: z.array(z.number().int().min(0).max(255)).max(256).optional(),
  /** True when this very hello made it a host. */
  enrolled: z.boolean().optional(),
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
  message: z.string().max(500),
  retryAfterMs: wholeNumber.optional(),
});
export type Refuse = z.infer<typeof refuseSchema>;

/** Server → agent, after COMMIT: every sample of this epoch up to `ackedThrough` is stored or rejected for good. */
export const ackSchema = z.object({
  epochMs: wholeNumber,
  ackedThrough: wholeNumber,
  written: wholeNumber,
  duplicate: wholeNumber,
  rejected: z.array(z.object({ seq: wholeNumber, reason: z.string().max(200) })).max(1000),
});
export type Ack = z.infer<typeof ackSchema>;

/**
 * One listening socket. `acceptQueue` waiting of at most `backlog`+1; `drops` cumulative.
 * What the census source does not tell is null: procfs knows neither backlog nor drops.
 */
export const listenerSchema = z.object({
  address: z.string().max(64),
  port: z.number().int().min(0).max(65535),
  acceptQueue: wholeNumber,
  backlog: wholeNumber.nullable(),
  drops: wholeNumber.nullable(),
  uid: wholeNumber.nullable(),
});
export type Listener = z.infer<typeof listenerSchema>;

/** Agent → server, when something in it changed. At most 1,000 listeners, `more` counts the rest. */
export const listenersSchema = z.object({
  atMs: wholeNumber,
  listeners: z.array(listenerSchema).max(1000),
  more: wholeNumber,
});
export type Listeners = z.infer<typeof listenersSchema>;

export const sysctlReadingSchema = z.discriminatedUnion("status", [
  z.object({ name: z.string().max(128), status: z.literal("present"), value: z.string().max(4096) }),
  z.object({ name: z.string().max(128), status: z.literal("absent") }),
  z.object({ name: z.string().max(128), status: z.literal("unreadable"), reason: z.string().max(200) }),
]);
export type SysctlReading = z.infer<typeof sysctlReadingSchema>;

/** Agent → server: all readings after each connect, later only those that changed. */
export const sysctlsSchema = z.object({
  atMs: wholeNumber,
  full: z.boolean(),
  readings: z.array(sysctlReadingSchema).max(500),
});
export type Sysctls = z.infer<typeof sysctlsSchema>;
