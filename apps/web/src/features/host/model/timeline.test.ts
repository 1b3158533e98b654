import { describe, expect, it } from "vitest";
import { createTimeline } from "./timeline";

const series = (metric: string, avg: (number | null)[]) => ({
  metric,
  kind: "gauge" as const,
  unit: "sockets",
  avg,
  min: avg.map((value) => (value === null ? null : value - 1)),
  max: avg.map((value) => (value === null ? null : value + 1)),
});

describe("createTimeline", () => {
  it("has an axis of equal steps that ends with the step of the given moment", () => {
    expect(createTimeline(1000, 3000, 10_400).t).toEqual([7000, 8000, 9000, 10_000]);
  });

  it("takes history in by time, wherever it starts", () => {
    const line = createTimeline(1000, 3000, 10_000);
    line.merge({ t: [6000, 9000, 10_000], series: [series("a", [1, 2, 3])] });
    expect(line.figures("a")).toEqual({
      avg: [null, null, 2, 3],
      min: [null, null, 1, 2],
      max: [null, null, 3, 4],
    });
  });

  it("keeps what was folded live where history knows nothing yet", () => {
    const line = createTimeline(1000, 2000, 10_000);
    line.fold(10_000, new Map([["a", 7]]));
    line.merge({ t: [8000, 9000, 10_000], series: [series("a", [5, 6, null])] });
    expect(line.figures("a").avg).toEqual([5, 6, 7]);
  });

  it("leaves a hole for a second that never came, and closes it when history has it", () => {
    const line = createTimeline(1000, 4000, 10_000);
    line.fold(10_100, new Map([["a", 1]]));
    line.fold(13_100, new Map([["a", 2]]));
    expect(line.figures("a").avg).toEqual([null, 1, null, null, 2]);
    line.merge({ t: [11_000, 12_000], series: [series("a", [8, 9])] });
    expect(line.figures("a").avg).toEqual([null, 1, 8, 9, 2]);
  });

  it("averages samples that share a step and keeps both extremes", () => {
    const line = createTimeline(5000, 5000, 10_000);
    for (const value of [10, 40, 10]) line.fold(10_000 + value, new Map([["a", value]]));
    const figures = line.figures("a");
    expect([figures.avg[1], figures.min[1], figures.max[1]]).toEqual([20, 10, 40]);
    expect(line.samples[1]).toBe(3);
  });

  it("does not count a figure that is not available as zero", () => {
    const line = createTimeline(5000, 5000, 10_000);
    line.fold(10_000, new Map([["a", null]]));
    expect(line.figures("a").avg).toEqual([null, null]);
    expect(line.samples[1]).toBe(1);
  });

  it("keeps its length however far it slides", () => {
    const line = createTimeline(1000, 3000, 10_000);
    line.fold(10_000, new Map([["a", 1]]));
    line.slideTo(11_000);
    expect(line.figures("a").avg).toEqual([null, null, 1, null]);
    line.slideTo(9_000_000);
    expect(line.t).toEqual([8_997_000, 8_998_000, 8_999_000, 9_000_000]);
    expect(line.figures("a").avg).toEqual([null, null, null, null]);
  });

  it("ignores a sample older than the window", () => {
    const line = createTimeline(1000, 1000, 10_000);
    line.fold(1000, new Map([["a", 1]]));
    expect(line.figures("a").avg).toEqual([null, null]);
  });
});
