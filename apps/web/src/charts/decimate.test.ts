import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimateBand, decimateMinMax, firstIndexFrom } from "./decimate";

const axis = (length: number, stepMs: number, from = 0) =>
  Array.from({ length }, (_, i) => from + i * stepMs);

describe("decimateMinMax", () => {
  it("keeps a spike of one sample among ten thousand", () => {
    const t = axis(10_000, 1000);
    const values = t.map((_, i) => (i === 6_543 ? 900 : 10));
    const points = decimateMinMax(t, values, { fromMs: 0, toMs: 10_000_000, widthPx: 300, stepMs: 1000 });
    expect(points.length).toBeLessThanOrEqual(602);
    expect(points).toContainEqual({ x: 6_543_000, y: 900 });
  });

  it("keeps a dip of one sample as well", () => {
    const t = axis(5_000, 1000);
    const values = t.map((_, i) => (i === 77 ? 0 : 10));
    const points = decimateMinMax(t, values, { fromMs: 0, toMs: 5_000_000, widthPx: 200, stepMs: 1000 });
    expect(points).toContainEqual({ x: 77_000, y: 0 });
  });

  it("breaks the line over a hole and never draws across it", () => {
    const values = [1, 2, null, null, null, 6];
    const points = decimateMinMax(axis(6, 1000), values, {
      fromMs: 0,
      toMs: 6000,
      widthPx: 600,
      stepMs: 1000,
    });
    expect(points.map((point) => point.y)).toEqual([1, 2, Number.NaN, 6]);
  });

  it("takes one empty step for the jitter of the sampler, not for a hole", () => {
    const points = decimateMinMax(axis(4, 1000), [1, null, 3, 4], {
      fromMs: 0,
      toMs: 4000,
      widthPx: 400,
      stepMs: 1000,
    });
    expect(points.map((point) => point.y)).toEqual([1, 3, 4]);
  });

  it("leaves out what lies outside the span", () => {
    const points = decimateMinMax(axis(10, 1000), axis(10, 1), {
      fromMs: 4000,
      toMs: 6000,
      widthPx: 100,
      stepMs: 1000,
    });
    expect(points.map((point) => point.x)).toEqual([3000, 4000, 5000, 6000]);
  });

  it("draws nothing from nothing", () => {
    expect(decimateMinMax([], [], { fromMs: 0, toMs: 1, widthPx: 10, stepMs: 1000 })).toEqual([]);
    expect(decimateMinMax([0], [null], { fromMs: 0, toMs: 1, widthPx: 10, stepMs: 1000 })).toEqual([]);
  });

  it("holds, for any figures, at most two points a pixel, in time order, with both extremes", () => {
    const figures = fc.array(fc.option(fc.integer({ min: 0, max: 1_000_000 })), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 120 }), (values, widthPx) => {
        const t = axis(values.length, 1000);
        const toMs = values.length * 1000;
        const points = decimateMinMax(t, values, { fromMs: 0, toMs, widthPx, stepMs: 1000 });
        const drawn = points.filter((point) => !Number.isNaN(point.y));
        const known = values.filter((value) => value !== null);
        const breaks = points.length - drawn.length;
        expect(drawn.length).toBeLessThanOrEqual(2 * (widthPx + 1 + breaks));
        expect(points.every((point, i) => i === 0 || point.x > (points[i - 1]?.x ?? 0))).toBe(true);
        if (known.length === 0) return;
        expect(Math.max(...drawn.map((point) => point.y))).toBe(Math.max(...known));
        expect(Math.min(...drawn.map((point) => point.y))).toBe(Math.min(...known));
      }),
    );
  });

  it("chooses the same points while the window slides", () => {
    const t = axis(2_000, 1000);
    const values = t.map((_, i) => (i * 7919) % 101);
    const at = (fromMs: number) =>
      decimateMinMax(t, values, { fromMs, toMs: fromMs + 1_000_000, widthPx: 100, stepMs: 1000 });
    const inner = (points: readonly { x: number }[]) => points.filter((p) => p.x > 120_000 && p.x < 900_000);
    expect(inner(at(3_000))).toEqual(inner(at(40_000)));
  });
});

describe("decimateBand", () => {
  it("holds the lowest low and the highest high of each pixel", () => {
    const view = { fromMs: 0, toMs: 4000, widthPx: 2, stepMs: 1000 };
    const band = decimateBand(axis(4, 1000), [5, 3, 4, 9], [6, 7, 20, 10], view);
    expect(band.low).toEqual([
      { x: 0, y: 3 },
      { x: 2000, y: 4 },
    ]);
    expect(band.high.map((point) => point.y)).toEqual([7, 20]);
  });

  it("breaks over a hole", () => {
    const view = { fromMs: 0, toMs: 5000, widthPx: 500, stepMs: 1000 };
    const band = decimateBand(axis(5, 1000), [1, null, null, null, 2], [1, null, null, null, 2], view);
    expect(band.high.map((point) => point.y)).toEqual([1, Number.NaN, 2]);
  });
});

describe("firstIndexFrom", () => {
  it("finds the first time that is not earlier", () => {
    expect(firstIndexFrom([10, 20, 30], 20)).toBe(1);
    expect(firstIndexFrom([10, 20, 30], 21)).toBe(2);
    expect(firstIndexFrom([10, 20, 30], 31)).toBe(3);
    expect(firstIndexFrom([], 5)).toBe(0);
  });
});
