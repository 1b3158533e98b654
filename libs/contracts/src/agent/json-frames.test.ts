import { zeroStateCounts } from "@fourtuple/core/tcp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { conditionSchema } from "./condition.js";
import { jsonFrame, parseJsonPayload, splitFrame } from "./encoding.js";
import {
  ackSchema,
  challengeSchema,
  FRAME,
  helloSchema,
  listenersSchema,
  refuseSchema,
  sysctlsSchema,
  welcomeSchema,
} from "./frames.js";
import { namespacesSchema } from "./namespaces.js";
import { ownersRequestSchema, ownersSchema } from "./owners.js";
import { gapRecordSchema, recordAckSchema } from "./records.js";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

interface Case {
  readonly name: string;
  readonly schema: z.core.$ZodType;
  readonly good: { readonly [key: string]: Json };
  /** Fields that may be left out. */
  readonly optional?: readonly string[];
}

const atMs = 1_790_000_000_017;
const destination = { sourceAddress: "10.0.0.7", address: "10.0.0.8", port: 5432 };

const cases: readonly Case[] = [
  {
    name: "challenge",
    schema: challengeSchema,
    good: { contractVersion: 1, nonce: "n".repeat(43), serverTimeMs: atMs },
  },
  {
    name: "hello",
    schema: helloSchema,
    good: {
      contractVersion: 1,
      agentVersion: "0.1.0",
      publicKey: "k".repeat(43),
      signature: "s".repeat(86),
      epochMs: atMs,
      intervalMs: 1000,
      metricCount: 76,
      host: {
        hostname: "web-1",
        kernel: "6.8.0",
        arch: "x64",
        bootId: "c1fe9579-bf4b-413c-a30e-e8dcd9194397",
        bootedAtSec: 1_795_199_783,
        netnsInode: 4_026_531_833,
      },
      delivers: "packs",
      enrolmentToken: "t".repeat(20),
    },
    optional: ["delivers", "enrolmentToken"],
  },
  {
    name: "welcome",
    schema: welcomeSchema,
    good: {
      hostId: "1b4e28ba-2fa1-4d2b-883f-0016d3cca427",
      serverTimeMs: atMs,
      hostName: "web-1",
      takesRecords: true,
      enrolled: false,
    },
    optional: ["hostName", "takesRecords", "enrolled"],
  },
  {
    name: "refuse",
    schema: refuseSchema,
    good: { code: "overloaded", message: "later, please", retryAfterMs: 5000 },
    optional: ["retryAfterMs"],
  },
  {
    name: "ack",
    schema: ackSchema,
    good: {
      epochMs: atMs,
      ackedThrough: 9,
      written: 8,
      duplicate: 1,
      rejected: [{ seq: 3, reason: "too old" }],
    },
  },
  {
    name: "listeners",
    schema: listenersSchema,
    good: {
      atMs,
      listeners: [{ address: "::", port: 443, acceptQueue: 0, backlog: 511, drops: 0, uid: 33 }],
      more: 0,
    },
  },
  {
    name: "sysctls",
    schema: sysctlsSchema,
    good: {
      atMs,
      full: true,
      readings: [
        { name: "net.core.somaxconn", status: "present", value: "4096" },
        { name: "net.ipv4.tcp_tw_recycle", status: "absent" },
        { name: "net.ipv4.tcp_odd", status: "unreadable", reason: "EACCES" },
      ],
    },
  },
  {
    name: "condition",
    schema: conditionSchema,
    good: {
      atMs,
      cpuBudget: 0.01,
      cpuUsed: 0.004,
      source: "procfs",
      sourceReason: "sock_diag: EPROTONOSUPPORT",
      tiers: [{ tier: "full", intervalMs: 1000, reason: "budget", cpuUs: 900, sockets: 12, readAtMs: atMs }],
      limitations: [{ code: "no-sock-diag", detail: "EPROTONOSUPPORT" }],
      spool: {
        records: 2,
        bytes: 900,
        maxBytes: 67_108_864,
        oldestAtMs: atMs,
        lostSamples: 0,
        problem: "ENOSPC",
      },
    },
  },
  {
    name: "namespaces",
    schema: namespacesSchema,
    good: {
      atMs,
      intervalMs: 10_000,
      cpuUs: 700,
      namespaces: [
        {
          inode: 4_026_532_177,
          name: "blue",
          pid: 12,
          readAtMs: atMs,
          states: { ...zeroStateCounts() },
          portRange: [32_768, 60_999],
          usablePorts: 28_232,
          sysctls: { "net.ipv4.tcp_tw_reuse": "2" },
          destinations: [{ ...destination, sockets: 5, timeWait: 3, occupiedPorts: 5 }],
          problem: "cut short",
        },
      ],
      more: 0,
    },
  },
  { name: "owners request", schema: ownersRequestSchema, good: { requestId: "r1" } },
  {
    name: "owners",
    schema: ownersSchema,
    good: {
      requestId: "r1",
      atMs,
      cpuUs: 3,
      keys: [
        {
          key: { list: "destinations", ...destination },
          owners: [
            { pid: 1, name: "nginx", uid: 33, unit: "nginx.service", container: "0a1b2c3d4e5f", sockets: 4 },
          ],
          ownerless: 1,
          hidden: 0,
        },
        { key: { list: "localPorts", port: 22 }, owners: [], ownerless: 0, hidden: 0 },
        { key: { list: "peers", address: "::1" }, owners: [], ownerless: 0, hidden: 0 },
      ],
      problem: "hidepid",
    },
  },
  {
    name: "record ack",
    schema: recordAckSchema,
    good: { id: 1, outcome: "rejected", written: 0, duplicate: 0, reason: "no pack" },
    optional: ["reason"],
  },
  {
    name: "gap record",
    schema: gapRecordSchema,
    good: { fromMs: 1, toMs: 2, reason: "spool-full", samples: 1 },
  },
];

const utf8 = new TextEncoder();
const parse = (schema: z.core.$ZodType, value: Json) =>
  parseJsonPayload(schema, utf8.encode(JSON.stringify(value)));

/** Every place in a value, the value itself left out. */
function pathsOf(value: Json, at: Path = []): Path[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return [path, ...pathsOf(inner, path)];
  });
}

/** The value with another one at a place; undefined leaves the field out. */
function changed(value: Json, [key, ...rest]: Path, to: Json | undefined): Json {
  if (key === undefined) return to ?? null;
  const copy = structuredClone(value) as Record<string | number, Json>;
  if (rest.length === 0 && to === undefined) delete copy[key];
  else copy[key] = changed(copy[key] ?? null, rest, to);
  return copy as Json;
}

function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((so, key) => (so as Record<string | number, Json>)[key] ?? null, value);
}

function expectRefused(answer: ReturnType<typeof parse>, path: Path): void {
  if (answer.ok) throw new Error(`${path.join(".")} was taken`);
  expect(answer.reason.startsWith(path.join("."))).toBe(true);
}

describe.each(cases)("a $name frame", ({ schema, good, optional = [] }) => {
  it("comes back as it was sent, without the fields that a newer peer adds", () => {
    const frame = splitFrame(jsonFrame(FRAME.HELLO, { ...good, colour: { of: ["the", "future"] } }));
    if (!frame.ok) throw new Error(frame.reason);
    expect(parseJsonPayload(schema, frame.value.payload)).toEqual({ ok: true, value: good });
  });

  it("is refused with the place named where something of the wrong kind stands", () => {
    for (const path of pathsOf(good)) {
      const isText = typeof valueAt(good, path) === "string";
      const wrong: readonly Json[] = [{ nonsense: true }, [[]], isText ? 5 : "five"];
      for (const value of wrong) expectRefused(parse(schema, changed(good, path, value)), path);
    }
  });

  it("is refused with the field named where one is missing", () => {
    for (const path of pathsOf(good)) {
      const isField = typeof path.at(-1) === "string";
      const isOptional = path.length === 1 && optional.includes(String(path[0]));
      if (!isField || path.includes("sysctls")) continue;
      const answer = parse(schema, changed(good, path, undefined));
      if (isOptional) expect(answer.ok).toBe(true);
      else expectRefused(answer, path.slice(0, -1));
    }
  });

  it("is refused where a number is negative, a fraction of what can only be whole, or too large", () => {
    for (const path of pathsOf(good)) {
      if (typeof valueAt(good, path) !== "number") continue;
      const mayBeFraction = path.length === 1 && /^cpu(Budget|Used)$/.test(String(path[0]));
      const wrong = mayBeFraction ? [-0.5] : [-1, 0.5, 2 ** 53, 1e300];
      for (const value of wrong) expectRefused(parse(schema, changed(good, path, value)), path);
    }
  });

  it("is refused where a text is longer than anything that is kept", () => {
    for (const path of pathsOf(good)) {
      if (typeof valueAt(good, path) !== "string") continue;
      expectRefused(parse(schema, changed(good, path, "x".repeat(5000))), path);
    }
  });

  it("is refused where a list is longer than anything that is kept", () => {
    for (const path of pathsOf(good)) {
      const list = valueAt(good, path);
      if (!Array.isArray(list)) continue;
      const [first = {}] = list as Json[];
      expectRefused(parse(schema, changed(good, path, Array<Json>(5000).fill(first))), path);
    }
  });

  it("of any bytes, or of its own with some wrong, is taken or refused with a reason", () => {
    const whole = utf8.encode(JSON.stringify(good));
    const spoil = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 });
    const spoilt = spoil.map((places) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, byte] of places) bytes[at] = byte;
      return bytes;
    });
    const json = fc.json().map((text) => utf8.encode(text));
    fc.assert(
      fc.property(fc.oneof(spoilt, json, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const answer = parseJsonPayload(schema, bytes);
        if (!answer.ok) expect(answer.reason).not.toBe("");
      }),
      { numRuns: 200 },
    );
  });
});
