import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FRAME, frameOf, jsonFrame, MAX_UNANSWERED_RECORDS } from "@fourtuple/contracts/agent";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseRecordFileName } from "../src/spool/record-file.js";
import { MINUTE_MS, SpoolBench, Taker } from "./spool-kit.js";
import type { TinyServer } from "./tiny-server.js";
import { seqs, UplinkBench, until } from "./uplink-kit.js";

let bench: UplinkBench;
beforeEach(async () => {
  bench = await UplinkBench.create();
});
afterEach(() => bench.clear());

/** When the former run began, and ended. */
let fromMs: number;
let toMs: number;

/** 9 minutes of an agent that was stopped while the server was away. */
async function fillSpool(): Promise<void> {
  const former = new SpoolBench();
  former.clock.nowMs = (Math.floor(Date.now() / MINUTE_MS) - 12) * MINUTE_MS;
  fromMs = former.clock.nowMs;
  const spool = await former.open(join(bench.directory, "spool"));
  await new Taker(former.clock).takeMany(spool, 9 * 60);
  toMs = former.clock.nowMs;
  await former.clear();
}

/** The numbers of its samples that a server got, in the order of arrival. */
function formerSeqs(server: TinyServer): number[] {
  return seqs(server.packed.filter(({ epochMs }) => epochMs === fromMs));
}

/** Its records that wait. */
async function formerRecords(): Promise<string[]> {
  const names = await readdir(join(bench.directory, "spool"));
  return names.filter((name) => (parseRecordFileName(name)?.toMs ?? toMs) < toMs);
}

const FORMER_RUN = Array.from({ length: 9 * 60 }, (_, i) => i + 1);

describe("records of a former run", () => {
  beforeEach(fillSpool);

  it("are brought, oldest first, each once", async () => {
    const server = await bench.listen();
    await bench.start(server.url);
    await until(() => expect(formerSeqs(server)).toEqual(FORMER_RUN));
    expect(server.visit.problems).toEqual([]);
    await until(async () => expect(await formerRecords()).toEqual([]));
  });

  it("are not sent faster than they are answered for, and again on the next connection", async () => {
    const server = await bench.listen({ answers: false });
    await bench.start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(9));
    const [first] = server.visits;
    expect(first?.records).toHaveLength(MAX_UNANSWERED_RECORDS);
    for (let i = 1; i < 3; i++) {
      const answered = first?.records[i];
      if (first === undefined || answered === undefined) throw new Error("no record");
      server.answer(first, answered.id);
    }
    await until(() => expect(first?.records).toHaveLength(MAX_UNANSWERED_RECORDS + 2));
    first?.socket.terminate();
    server.behaviour = { answers: true };
    await until(() => expect(server.visit.records.length).toBeGreaterThanOrEqual(7));
    expect(server.visits).toHaveLength(2);
    const ids = (records: readonly { id: number }[]) => records.map(({ id }) => id);
    const before = ids(first?.records ?? []);
    expect(ids(server.visit.records).slice(0, 4)).toEqual([before[0], ...before.slice(3, 6)]);
  });

  it("that the server rejects are given up, and its reason is told once", async () => {
    const server = await bench.listen({
      outcome: { outcome: "rejected", reason: "too old for this server" },
    });
    await bench.start(server.url);
    await until(() => expect(server.visit.records.length).toBeGreaterThanOrEqual(9));
    await until(async () => expect(await formerRecords()).toEqual([]));
    expect(bench.warnings("too old for this server")).toHaveLength(1);
    await until(() =>
      expect(bench.log.filter(({ msg }) => msg.includes("rejected")).length).toBeGreaterThan(8),
    );
  });

  it("are kept from a server of the version before, which is told once and gets samples", async () => {
    const server = await bench.listen({ isOld: true });
    await bench.start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(3));
    server.visit.socket.terminate();
    await until(() => expect(server.visits.length).toBe(2));
    await until(() => expect(server.visit.samples.length).toBeGreaterThan(3));
    expect(server.visits.flatMap(({ records }) => records)).toEqual([]);
    expect(bench.warnings("older version")).toHaveLength(1);
    server.behaviour = {};
    server.visit.socket.terminate();
    await until(() => expect(formerSeqs(server)).toEqual(FORMER_RUN));
  });

  it("that wait for an answer are told of once, whatever else the server answers", async () => {
    const server = await bench.listen({ answers: false });
    const timing = { handshakeMs: 5000, pingEveryMs: 5000, silentAfterMs: 20_000, stuckAfterMs: 300 };
    await bench.start(server.url, { timing });
    await until(() => expect(server.visit.records).toHaveLength(MAX_UNANSWERED_RECORDS));
    await until(() => {
      server.answer(server.visit, 7);
      expect(bench.warnings("wait unanswered since")).toHaveLength(1);
    });
    const seen = server.samples.length;
    await until(() => expect(server.samples.length).toBeGreaterThan(seen + 5));
    expect(bench.warnings("wait unanswered since")).toHaveLength(1);
  });

  it("survive answers that nobody asked for", async () => {
    const server = await bench.listen({ answers: false });
    await bench.start(server.url);
    await until(() => expect(server.visits[0]?.records).toHaveLength(MAX_UNANSWERED_RECORDS));
    const unsent = Number.MAX_SAFE_INTEGER % 2 ** 48;
    for (const id of [0, 1, unsent]) server.answer(server.visit, id);
    server.visit.socket.send(frameOf(FRAME.RECORD_ACK, Buffer.from("{}")));
    server.visit.socket.send(
      jsonFrame(FRAME.RECORD_ACK, { id: -1, outcome: "stored", written: 0, duplicate: 0 }),
    );
    await until(() => expect(bench.warnings("malformed recordAck").length).toBeGreaterThan(0));
    server.behaviour = { answers: true };
    server.visit.socket.terminate();
    await until(() => expect(server.visit.records.length).toBeGreaterThanOrEqual(9));
    expect(new Set(formerSeqs(server))).toEqual(new Set(FORMER_RUN));
  });
});
