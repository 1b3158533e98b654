import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CounterPoint, counterRate, counterRates } from "./counters.js";

const options = { maxGapMs: 3000 };

/** One point a second; null is "not available", undefined is a second without a sample. */
function perSecond(...values: readonly (number | null | undefined)[]): CounterPoint[] {
  return values.flatMap((value, i) => (value === undefined ? [] : [{ atMs: 1000 * i, value }]));
}

describe("counterRates", () => {
  it("has nothing to say at the first point", () => {
    expect(counterRates(perSecond(5), options)).toEqual([null]);
    expect(counterRates([], options)).toEqual([]);
  });

  it("gives events per second, whatever the spacing", () => {
    expect(counterRates(perSecond(0, 10, 10, 25), options)).toEqual([null, 10, 0, 15]);
    const halves = [0, 500, 1000].map((atMs, i) => ({ atMs, value: i * 4 }));
    expect(counterRates(halves, options)).toEqual([null, 8, 8]);
  });

  it("is null at a reset and counts on from the new start", () => {
    expect(counterRates(perSecond(100, 110, 3, 8), options)).toEqual([null, 10, null, 5]);
  });

  it("is null across a gap and never fills it", () => {
    const points = perSecond(0, 10, undefined, undefined, undefined, undefined, 900, 905);
    expect(counterRates(points, options)).toEqual([null, 10, null, 5]);
  });

  it("takes the mean over a second that was missed but is no gap", () => {
    expect(counterRates(perSecond(0, undefined, 20), options)).toEqual([null, 10]);
  });

  it("is null where the counter was not available, and goes on from the last reading", () => {
    expect(counterRates(perSecond(0, null, 20, 30), options)).toEqual([null, null, 10, 10]);
    expect(counterRates(perSecond(null, null, 20, 30), options)).toEqual([null, null, null, 10]);
    expect(counterRates(perSecond(0, null, null, null, 50), options)).toEqual([null, null, null, null, null]);
  });

  it("is null when the clock stands still or goes back", () => {
    const points = [
      { atMs: 5000, value: 1 },
      { atMs: 5000, value: 2 },
      { atMs: 4000, value: 3 },
      { atMs: 5000, value: 4 },
    ];
    expect(counterRates(points, options)).toEqual([null, null, null, 1]);
  });

  it("is null at a reboot even when the new count has overtaken the old", () => {
    const points = [
      { atMs: 0, value: 5, bootId: "a" },
      { atMs: 1000, value: 900, bootId: "b" },
      { atMs: 2000, value: 901, bootId: "b" },
      { atMs: 3000, value: 903, bootId: null },
    ];
    expect(counterRates(points, options)).toEqual([null, null, 1, 2]);
  });

  it("is as long as its input and never negative, infinite or NaN", () => {
    const point = fc.record({
      atMs: fc.nat(100_000),
      value: fc.option(fc.maxSafeNat(), { nil: null }),
      bootId: fc.constantFrom("a", "b", null),
    });
    fc.assert(
      fc.property(fc.array(point), fc.nat(100_000), (points, maxGapMs) => {
        const rates = counterRates(points, { maxGapMs });
        expect(rates).toHaveLength(points.length);
        for (const rate of rates) expect(rate === null || (Number.isFinite(rate) && rate >= 0)).toBe(true);
      }),
    );
  });

  it("adds up to what was counted when nothing was missed", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 2 }), (steps) => {
        let total = 0;
        const points = steps.map((step, i) => {
          total += step;
          return { atMs: i * 1000, value: total };
        });
        const sum = counterRates(points, options).reduce<number>((all, rate) => all + (rate ?? 0), 0);
        expect(sum).toBeCloseTo(total - (steps[0] ?? 0), 3);
      }),
    );
  });
});

describe("counterRate", () => {
  it("takes two readings exactly maxGapMs apart, and none further", () => {
    const first = { atMs: 0, value: 0 };
    expect(counterRate(first, { atMs: 3000, value: 30 }, options)).toBe(10);
    expect(counterRate(first, { atMs: 3001, value: 30 }, options)).toBeNull();
  });
});
