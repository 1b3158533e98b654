import { METRICS } from "@fourtuple/core/samples";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import type { CensusReading } from "@fourtuple/linux-net/sock-diag";
import { describe, expect, it } from "vitest";
import { createCensusCollector, placeStateCounts } from "./census.collector.js";

const listener = { address: "::", port: 443, acceptQueue: 1, backlog: 511, drops: 0, uid: 33 };
const whole: CensusReading = {
  source: "sock_diag",
  reason: null,
  partial: false,
  partialReason: null,
  counts: { ...zeroStateCounts(), LISTEN: 1, TIME_WAIT: 12 },
  listeners: [listener],
  listenersOmitted: 0,
  cpuUs: 40,
  sockets: 13,
};

function collectorOf(read: () => Promise<CensusReading>) {
  return createCensusCollector({ read, close: () => {} });
}

describe("the census collector", () => {
  it("passes a whole census on without a word", async () => {
    expect(await collectorOf(async () => whole).collect()).toEqual({
      source: "sock_diag",
      partial: false,
      counts: whole.counts,
      listeners: [listener],
      listenersOmitted: 0,
      problems: [],
    });
  });

  it("says why a lesser source was taken and why the count is partial", async () => {
    const reading = {
      ...whole,
      source: "procfs",
      reason: "sock_diag: EPERM",
      partial: true,
      partialReason: "1 line",
    } as const;
    const { source, partial, problems } = await collectorOf(async () => reading).collect();
    expect({ source, partial }).toEqual({ source: "procfs", partial: true });
    expect(problems).toEqual([
      "sockets are counted by procfs: sock_diag: EPERM",
      "the count of sockets is partial: 1 line",
    ]);
  });

  it("knows nothing, not even of an empty list, when no source worked", async () => {
    const reading: CensusReading = {
      ...whole,
      source: "none",
      reason: "EPERM; EACCES",
      counts: null,
      listeners: [],
    };
    const { counts, listeners, problems } = await collectorOf(async () => reading).collect();
    expect({ counts, listeners }).toEqual({ counts: null, listeners: null });
    expect(problems).toEqual(["sockets are counted by none: EPERM; EACCES"]);
  });

  it("turns a failure into the reason", async () => {
    const collected = await collectorOf(() => Promise.reject(new Error("out of memory"))).collect();
    expect(collected).toMatchObject({ source: "none", counts: null, listeners: null });
    expect(collected.problems).toEqual(["sockets cannot be counted: out of memory"]);
  });
});

describe("placeStateCounts", () => {
  it("writes each state under its metric, zero as zero and unknown as null", () => {
    const values: (number | null)[] = METRICS.map(() => 77);
    placeStateCounts(values, whole.counts);
    expect(values.slice(0, 12)).toEqual([1, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 77]);
    placeStateCounts(values, null);
    expect(values.slice(0, 12)).toEqual([...Array.from({ length: 11 }, () => null), 77]);
  });
});
