import type { GapRecord } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { MAX_WAITING_GAPS, mergeGaps, neighbourOf } from "./losses.js";

const MINUTE_MS = 60_000;
const gap = (minute: number, over: Partial<GapRecord> = {}): GapRecord => ({
  fromMs: minute * MINUTE_MS,
  toMs: minute * MINUTE_MS + 59_000,
  reason: "spool-full",
  samples: 60,
  ...over,
});

describe("neighbourOf", () => {
  it("finds the gap of the minute before or after, of the same reason", () => {
    expect(neighbourOf(gap(5), [gap(1), gap(4)])).toBe(1);
    expect(neighbourOf(gap(5), [gap(6)])).toBe(0);
    expect(neighbourOf(gap(5), [gap(4, { reason: "spool-expired" })])).toBe(-1);
    expect(neighbourOf(gap(50), [gap(4)])).toBe(-1);
    expect(neighbourOf(gap(5), [])).toBe(-1);
  });

  it("does not give up a number that is known for one that is not", () => {
    expect(neighbourOf(gap(5, { samples: null }), [gap(4)])).toBe(-1);
    expect(neighbourOf(gap(5, { samples: null }), [gap(4, { samples: null })])).toBe(0);
  });

  it("takes any of the same reason when too many wait", () => {
    const waiting = Array.from({ length: MAX_WAITING_GAPS }, (_, i) => gap(i * 10));
    expect(neighbourOf(gap(5000), waiting)).toBe(MAX_WAITING_GAPS - 1);
    expect(neighbourOf(gap(5000), waiting.slice(1))).toBe(-1);
  });
});

describe("mergeGaps", () => {
  it("spans both and adds up", () => {
    expect(mergeGaps(gap(4), gap(5))).toEqual({ ...gap(4), toMs: gap(5).toMs, samples: 120 });
    expect(mergeGaps(gap(5, { samples: null }), gap(4)).samples).toBeNull();
  });
});
