import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findGaps, gapThresholdMs } from "./gaps.js";

const longerThanMs = gapThresholdMs({ stepMs: 1000, intervalMs: 1000 });

function at(...times: readonly number[]) {
  return times.map((atMs) => ({ atMs }));
}

describe("gapThresholdMs", () => {
  it("is two of whichever is longer, step or interval", () => {
    expect(gapThresholdMs({ stepMs: 1000, intervalMs: 1000 })).toBe(2000);
    expect(gapThresholdMs({ stepMs: 60_000, intervalMs: 1000 })).toBe(120_000);
    expect(gapThresholdMs({ stepMs: 1000, intervalMs: 5000 })).toBe(10_000);
  });
});

describe("findGaps", () => {
  it("finds none in an unbroken series, nor for one late sample", () => {
    expect(findGaps(at(0, 1000, 2000, 4000, 5000), { longerThanMs })).toEqual([]);
    expect(findGaps([], { longerThanMs })).toEqual([]);
  });

  it("spans from the last sample before to the first after", () => {
    expect(findGaps(at(0, 1000, 9000, 10_000, 20_000), { longerThanMs })).toEqual([
      { fromMs: 1000, toMs: 9000, reason: "agent-silent" },
      { fromMs: 10_000, toMs: 20_000, reason: "agent-silent" },
    ]);
  });

  it("says when the agent was restarted in between", () => {
    const times = [
      { atMs: 0, epochMs: 1 },
      { atMs: 9000, epochMs: 2 },
    ];
    expect(findGaps(times, { longerThanMs })).toEqual([{ fromMs: 0, toMs: 9000, reason: "agent-restarted" }]);
  });

  it("an agent restarted without a pause leaves no gap", () => {
    const times = [
      { atMs: 0, epochMs: 1 },
      { atMs: 1000, epochMs: 2 },
    ];
    expect(findGaps(times, { longerThanMs })).toEqual([]);
  });

  it("calls the gap that holds the boot a reboot, and only that one", () => {
    const times = [
      { atMs: 0, epochMs: 1 },
      { atMs: 9000, epochMs: 2 },
      { atMs: 20_000, epochMs: 2 },
    ];
    expect(findGaps(times, { longerThanMs, bootedAtMs: 5000 }).map((gap) => gap.reason)).toEqual([
      "host-rebooted",
      "agent-silent",
    ]);
    expect(findGaps(times, { longerThanMs, bootedAtMs: null })).toHaveLength(2);
  });

  it("counts silence at the ends of the range that was asked for", () => {
    const range = { fromMs: 0, toMs: 20_000 };
    expect(findGaps(at(8000, 9000), { longerThanMs, range })).toEqual([
      { fromMs: 0, toMs: 8000, reason: "agent-silent" },
      { fromMs: 9000, toMs: 20_000, reason: "agent-silent" },
    ]);
    expect(findGaps([], { longerThanMs, range })).toEqual([{ ...range, reason: "agent-silent" }]);
  });

  it("gaps are in order, do not overlap, are longer than the threshold and hold no sample", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000)), (raw) => {
        const times = raw.toSorted((a, b) => a - b);
        let end = 0;
        for (const gap of findGaps(at(...times), { longerThanMs, range: { fromMs: 0, toMs: 100_000 } })) {
          expect(gap.fromMs).toBeGreaterThanOrEqual(end);
          expect(gap.toMs - gap.fromMs).toBeGreaterThan(longerThanMs);
          expect(times.some((time) => time > gap.fromMs && time < gap.toMs)).toBe(false);
          end = gap.toMs;
        }
      }),
    );
  });
});
