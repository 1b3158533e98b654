import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suggestNames } from "./near-names.js";
import { layAxis, stepStarts } from "./series-axis.js";

describe("layAxis", () => {
  it("begins wide steps at round times", () => {
    const axis = layAxis({ fromMs: 61_234, toMs: 200_000, stepMs: 60_000 }, 1_000, 70_000);
    expect(stepStarts(axis)).toEqual([60_000, 120_000, 180_000]);
  });

  it("puts samples into the middle of narrow steps", () => {
    const { startMs } = layAxis({ fromMs: 10_000, toMs: 20_000, stepMs: 1_000 }, 1_000, 12_003);
    expect(startMs).toBe(9_503);
  });

  it("covers the whole range, whatever it is", () => {
    const ms = fc.integer({ min: 0, max: 4_000_000_000_000 });
    const lengths = fc.integer({ min: 1, max: 10_000_000 });
    const steps = fc.integer({ min: 100, max: 1_000_000 });
    fc.assert(
      fc.property(ms, lengths, steps, fc.option(ms), (fromMs, lengthMs, stepMs, sampleAtMs) => {
        const toMs = fromMs + lengthMs;
        const axis = layAxis({ fromMs, toMs, stepMs }, 1_000, sampleAtMs);
        const endMs = axis.startMs + axis.count * stepMs;
        expect(axis.startMs).toBeLessThanOrEqual(fromMs);
        expect(axis.startMs).toBeGreaterThan(fromMs - stepMs - 1);
        expect(endMs).toBeGreaterThanOrEqual(toMs);
        expect(Number.isInteger(axis.startMs) && axis.startMs >= 0).toBe(true);
      }),
    );
  });
});

describe("suggestNames", () => {
  const names = ["states.TIME_WAIT", "states.LISTEN", "TcpExt.ListenDrops", "TcpExt.ListenOverflows"];

  it("finds what was nearly written, with or without its table, in any case", () => {
    expect(suggestNames("states.timewait", names)).toEqual(["states.TIME_WAIT"]);
    expect(suggestNames("ListenDrop", names)).toEqual(["TcpExt.ListenDrops"]);
  });

  it("suggests nothing where nothing is near", () => {
    expect(suggestNames("cpu.temperature", names)).toEqual([]);
  });
});
