import { METRIC_COUNT, STATE_METRIC_ID } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import type { ReceivedSample } from "../live/hub/sample-ring.js";
import { estimateClockSkew } from "./clock-skew.js";
import { evaluateHostStatus } from "./host-status.js";
import { buildSpark } from "./spark.js";

function sampleAt(atMs: number, established: number | null, receivedMs = atMs): ReceivedSample {
  const values = Array<number | null>(METRIC_COUNT).fill(null);
  values[STATE_METRIC_ID.ESTABLISHED] = established;
  const times = { atMs, receivedMs, clockSkewMs: atMs - receivedMs };
  return { epochMs: 0, seq: atMs, ...times, censusSource: "sock_diag", partial: false, values };
}

describe("evaluateHostStatus", () => {
  const seen = { connected: true, lastReceivedMs: 100_000, intervalMs: 5_000 };

  it("is live up to three intervals after the newest sample, then stale", () => {
    expect(evaluateHostStatus(seen, 115_000)).toBe("live");
    expect(evaluateHostStatus(seen, 115_001)).toBe("stale");
  });

  it("waits three seconds at least, however short the interval", () => {
    expect(evaluateHostStatus({ ...seen, intervalMs: 100 }, 103_000)).toBe("live");
  });

  it("is offline when quiet without a connection, and never before the first sample", () => {
    expect(evaluateHostStatus({ ...seen, connected: false }, 115_000)).toBe("live");
    expect(evaluateHostStatus({ ...seen, connected: false }, 115_001)).toBe("offline");
    expect(evaluateHostStatus({ ...seen, lastReceivedMs: null }, 100_001)).toBe("never");
  });
});

describe("buildSpark", () => {
  it("ends with the newest sample and has null where there was none", () => {
    const samples = [sampleAt(1_000, 1), sampleAt(2_003, 2), sampleAt(4_998, 5)];
    const { ESTABLISHED } = buildSpark(samples, 1_000, 5_500);
    expect(ESTABLISHED).toHaveLength(60);
    expect(ESTABLISHED.slice(-6)).toEqual([null, 1, 2, null, null, 5]);
  });

  it("moves on while nothing is heard, by the server's clock", () => {
    const hostClockAheadMs = 3_600_000;
    const sample = sampleAt(5_000 + hostClockAheadMs, 7, 5_000);
    expect(buildSpark([sample], 1_000, 16_000).ESTABLISHED.indexOf(7)).toBe(49);
    expect(buildSpark([sample], 1_000, 600_000).ESTABLISHED.every((value) => value === null)).toBe(true);
  });

  it("lets a sample stand for its whole interval", () => {
    const { ESTABLISHED } = buildSpark([sampleAt(5_000, 1), sampleAt(10_000, 2)], 5_000, 10_000);
    expect(ESTABLISHED.slice(-6)).toEqual([1, 1, 1, 1, 1, 2]);
  });

  it("keeps a figure that is not available as null", () => {
    expect(buildSpark([sampleAt(5_000, null)], 1_000, 5_000).ESTABLISHED.at(-1)).toBeNull();
  });
});

describe("estimateClockSkew", () => {
  it("takes the sample that was delayed least", () => {
    const delays = [30_000, 20_000, 12, 5_000];
    expect(estimateClockSkew(delays.map((delay) => sampleAt(1_000_000, 1, 1_000_000 + delay)))).toBe(-12);
  });

  it("is null before the first sample", () => {
    expect(estimateClockSkew([])).toBeNull();
  });
});
