import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findGaps, gapThresholdMs, mergeRecordedGaps } from "./gaps.js";

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
    expect(findGaps(times, { longerThanMs, bootsMs: [5000] }).map((gap) => gap.reason)).toEqual([
      "host-rebooted",
      "agent-silent",
    ]);
    expect(findGaps(times, { longerThanMs, bootsMs: [] })).toHaveLength(2);
  });

  it("knows older boots too", () => {
    const times = at(0, 9000, 20_000);
    expect(findGaps(times, { longerThanMs, bootsMs: [19_000, 3000] }).map((gap) => gap.reason)).toEqual([
      "host-rebooted",
      "host-rebooted",
    ]);
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

describe("mergeRecordedGaps", () => {
  const merge = (
    gaps: Parameters<typeof mergeRecordedGaps<string, string>>[0],
    ...recorded: [number, number, string][]
  ) =>
    mergeRecordedGaps(
      gaps,
      recorded.map(([fromMs, toMs, reason]) => ({ fromMs, toMs, reason })),
      longerThanMs,
    ).map(({ fromMs, toMs, reason }) => [fromMs, toMs, reason]);
  const silent = (fromMs: number, toMs: number) => ({ fromMs, toMs, reason: "agent-silent" });

  it("lets the recorded reason win over the guessed one, up to the samples on both sides", () => {
    expect(merge([silent(0, 10_000)], [1000, 9000, "spool-full"])).toEqual([[0, 10_000, "spool-full"]]);
  });

  it("keeps the guess for the part that was not recorded", () => {
    expect(merge([silent(0, 60_000)], [20_000, 30_000, "spool-corrupt"])).toEqual([
      [0, 20_000, "agent-silent"],
      [20_000, 30_000, "spool-corrupt"],
      [30_000, 60_000, "agent-silent"],
    ]);
  });

  it("makes no gap where samples are", () => {
    expect(merge([], [0, 9000, "spool-full"])).toEqual([]);
    expect(merge([silent(0, 10_000)], [10_000, 20_000, "spool-full"])).toEqual([[0, 10_000, "agent-silent"]]);
  });

  it("lays one record over several gaps, and several over one", () => {
    const record: [number, number, string] = [0, 50_000, "spool-expired"];
    expect(merge([silent(0, 10_000), silent(20_000, 30_000)], record)).toEqual([
      [0, 10_000, "spool-expired"],
      [20_000, 30_000, "spool-expired"],
    ]);
    expect(merge([silent(0, 20_000)], [12_000, 19_000, "b"], [1000, 11_000, "a"], [1000, 5000, "c"])).toEqual(
      [
        [0, 5000, "c"],
        [5000, 11_000, "a"],
        [11_000, 20_000, "b"],
      ],
    );
  });

  it("joins records of one reason", () => {
    const halves: [number, number, string][] = [
      [1000, 10_000, "spool-full"],
      [11_000, 19_000, "spool-full"],
    ];
    expect(merge([silent(0, 20_000)], ...halves)).toEqual([[0, 20_000, "spool-full"]]);
  });

  it("takes one lost sample for the reason of a short gap", () => {
    expect(merge([silent(0, 3000)], [1000, 1000, "spool-unwritable"])).toEqual([
      [0, 3000, "spool-unwritable"],
    ]);
  });

  it("covers each gap wholly, in order and without overlap, whatever was recorded", () => {
    const stretch = fc
      .tuple(fc.nat(100_000), fc.nat(100_000))
      .map(([a, b]) => [1000 * Math.min(a, b), 1000 * Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.array(stretch), stretch, (recorded, [fromMs, toMs]) => {
        fc.pre(toMs > fromMs);
        const parts = merge(
          [silent(fromMs, toMs)],
          ...recorded.map(([a, b]): [number, number, string] => [a, b, "x"]),
        );
        expect(parts[0]?.[0]).toBe(fromMs);
        expect(parts.at(-1)?.[1]).toBe(toMs);
        for (const [index, part] of parts.entries()) {
          expect(part[1]).toBeGreaterThan(Number(part[0]));
          if (index > 0) expect(part[0]).toBe(parts[index - 1]?.[1]);
        }
      }),
    );
  });
});
