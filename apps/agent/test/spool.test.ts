import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { RECORD_KIND } from "@fourtuple/contracts/agent";
import type { TopLists } from "@fourtuple/core/samples";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MINUTE_MS, numbers, readAll, SpoolBench, START_MS, sumOfLost, Taker } from "./spool-kit.js";

let bench: SpoolBench;
let directory: string;
let taker: Taker;

beforeEach(async () => {
  bench = new SpoolBench();
  directory = await bench.directory();
  taker = new Taker(bench.clock);
});
afterEach(() => bench.clear());

async function files(pattern: RegExp): Promise<string[]> {
  return (await readdir(directory)).filter((name) => pattern.test(name));
}

const nobody = { sockets: 0, states: zeroStateCounts(), keys: 0, keysExact: true };
const topLists: TopLists = {
  atMs: START_MS,
  tier: "full",
  partial: false,
  portRange: [32_768, 60_999],
  usablePorts: 28_232,
  destinations: { entries: [], other: nobody },
  localPorts: { entries: [], other: nobody },
  peers: { entries: [], other: nobody },
  cgroups: { entries: [], other: nobody },
  withoutCgroup: 3,
};

describe("a spool", () => {
  it("has the samples of a minute in one pack, and the open minute as it is", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 150);
    expect(numbers((await readAll(spool)).samples)).toEqual(taker.taken.slice(0, 120));
    expect(numbers(spool.openMinute())).toEqual(taker.taken.slice(120));
    expect(await files(/-pack-.*-60-\d+\.record$/)).toHaveLength(2);
    expect(spool.status()).toEqual({
      records: 2,
      bytes: 8192,
      maxBytes: 67_108_864,
      oldestAtMs: START_MS,
      lostSamples: 0,
      problem: null,
    });
  });

  it("belongs to its owner alone", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 61);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    const names = await files(/record|journal|ledger/);
    expect(names).toHaveLength(3);
    for (const name of names) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  });

  it("is all there after a stop and a start, in the order in which it was taken", async () => {
    const first = await bench.open(directory);
    await taker.takeMany(first, 100);
    first.appendTopLists(topLists);
    await first.close();
    expect(await files(/journal|partial|lock/)).toEqual([]);
    const later = new Taker(bench.clock);
    const second = await bench.open(directory);
    await later.takeMany(second, 100);
    const { samples, topLists: lists } = await readAll(second);
    expect(numbers(samples).slice(0, 100)).toEqual(taker.taken);
    expect(samples[100]).toMatchObject({ epochMs: later.epochMs, seq: 1 });
    expect(lists).toEqual([topLists]);
    expect(second.status().lostSamples).toBe(0);
  });

  it("keeps nothing that was answered for, and forgets nothing else", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 181);
    const oldest = spool.next(new Set(), null);
    expect(oldest?.kind).toBe(RECORD_KIND.PACK);
    spool.acknowledge(oldest?.id ?? 0);
    spool.acknowledge(oldest?.id ?? 0);
    spool.acknowledge(12_345);
    await spool.flush();
    expect(await files(/record$/)).toHaveLength(2);
    const again = await bench.open(await bench.afterKill(directory));
    expect(numbers((await readAll(again)).samples)).toEqual(taker.taken.slice(60));
    expect(again.status().lostSamples).toBe(0);
  });

  it("tells when there is a new record", async () => {
    let told = 0;
    const spool = await bench.open(directory);
    spool.onRecord(() => {
      told += spool.status().records > 0 ? 1 : 0;
    });
    await taker.takeMany(spool, 60);
    expect(told).toBe(0);
    taker.take(spool);
    expect(told).toBe(1);
  });

  it("seals at a change of the minute either way, of the run, and at 600 samples", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 10);
    bench.clock.nowMs -= 3_600_000;
    await taker.takeMany(spool, 10);
    expect(spool.status().records).toBe(1);
    const fast = new Taker(bench.clock, 7);
    for (let i = 0; i < 601; i++) {
      fast.take(spool);
      bench.clock.nowMs -= 1000;
    }
    await spool.flush();
    expect(spool.status().records).toBe(3);
    expect(numbers(spool.openMinute())).toEqual([601]);
    expect((await readAll(spool)).samples).toHaveLength(620);
  });

  it("loses nothing to a kill at any sample", async () => {
    const spool = await bench.open(directory);
    for (let i = 0; i < 130; i++) {
      taker.take(spool);
      if (i % 10 !== 3) continue;
      await spool.flush();
      const after = await bench.open(await bench.afterKill(directory));
      const { samples, gaps } = await readAll(after);
      expect(numbers(samples)).toEqual(taker.taken);
      expect(gaps).toEqual([]);
    }
  });
});

describe("what is too much", () => {
  it("goes after a day, the oldest first, and is told as one gap with its number", async () => {
    const spool = await bench.open(directory, { maxAgeMs: 5 * MINUTE_MS });
    await taker.takeMany(spool, 12 * 60 + 1);
    const { samples, gaps } = await readAll(spool);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ reason: "spool-expired", fromMs: START_MS });
    expect(numbers(samples)).toEqual(taker.taken.slice(sumOfLost(gaps), -1));
    expect(samples.length).toBeGreaterThanOrEqual(5 * 60);
    expect(spool.status().lostSamples).toBe(sumOfLost(gaps));
  });

  it("goes when the files are too many, the oldest first, and is told as one gap with its number", async () => {
    const spool = await bench.open(directory, { maxBytes: 20 * 4096 });
    await taker.takeMany(spool, 60 * 60 + 1);
    const { samples, gaps } = await readAll(spool);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ reason: "spool-full", fromMs: START_MS });
    expect(numbers(samples)).toEqual(taker.taken.slice(sumOfLost(gaps), -1));
    expect(spool.status()).toMatchObject({ lostSamples: sumOfLost(gaps), problem: null });
    expect(spool.status().bytes).toBeLessThanOrEqual(20 * 4096);
    expect((await files(/record$/)).length).toBeLessThanOrEqual(20);
  });

  it("is counted on over a restart", async () => {
    const first = await bench.open(directory, { maxBytes: 3 * 4096 });
    await taker.takeMany(first, 8 * 60 + 1);
    const { lostSamples } = first.status();
    expect(lostSamples).toBeGreaterThan(0);
    await first.close();
    const second = await bench.open(directory, { maxBytes: 2 * 4096 });
    await second.flush();
    const { samples, gaps } = await readAll(second);
    expect(gaps).toHaveLength(1);
    expect(second.status().lostSamples).toBe(sumOfLost(gaps));
    expect(samples.length + sumOfLost(gaps)).toBe(taker.taken.length);
  });

  it.each([
    ["days ahead", 5 * 24 * 60 * MINUTE_MS],
    ["years behind", -50 * 365 * 24 * 60 * MINUTE_MS],
  ])("is not what a clock says that is %s at the start", async (_name, offMs) => {
    const first = await bench.open(directory);
    await taker.takeMany(first, 503);
    const copy = await bench.afterKill(directory);
    bench.clock.nowMs += offMs;
    const second = await bench.open(copy);
    const later = new Taker(bench.clock);
    await later.takeMany(second, 121);
    // Its own records, of which some are dated by that clock, mislead the next start no more.
    const third = await bench.open(await bench.afterKill(copy));
    for (const spool of [second, third]) {
      const { samples, gaps } = await readAll(spool);
      expect(gaps).toEqual([]);
      expect(spool.status().lostSamples).toBe(0);
      expect(samples.filter(({ epochMs }) => epochMs === taker.epochMs)).toHaveLength(503);
    }
  });

  it("counts what the server rejects as lost, over a restart too, and makes no gap of it", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 121);
    spool.appendTopLists(topLists);
    for (let record = spool.next(new Set(), null); record !== null; record = spool.next(new Set(), null)) {
      spool.reject(record.id);
      spool.reject(record.id);
    }
    await spool.flush();
    expect(spool.status()).toMatchObject({ records: 0, lostSamples: 120 });
    const again = await bench.open(await bench.afterKill(directory));
    expect(again.status().lostSamples).toBe(120);
    expect((await readAll(again)).gaps).toEqual([]);
  });

  it("is not what a clock says that jumped a month", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 121);
    bench.clock.nowMs += 30 * 24 * 3_600_000;
    await taker.takeMany(spool, 121);
    expect(spool.status().lostSamples).toBe(0);
    expect((await readAll(spool)).samples.length).toBeGreaterThan(200);
  });
});
