import { beforeEach, describe, expect, it } from "vitest";
import { QuietLines } from "./quiet-lines.js";

const MINUTE_MS = 60_000;
let nowMs: number;
let lines: QuietLines;
beforeEach(() => {
  nowMs = 0;
  lines = new QuietLines(() => nowMs);
});

describe("QuietLines", () => {
  it("tells a cause that comes each second ever more rarely, with the number of those left out", () => {
    const told: [minute: number, suffix: string][] = [];
    for (; nowMs < 12 * 60 * MINUTE_MS; nowMs += 1000) {
      const suffix = lines.take("gone");
      if (suffix !== null) told.push([nowMs / MINUTE_MS, suffix]);
    }
    expect(told.slice(0, 3)).toEqual([
      [0, ""],
      [5, " (and 299 more before)"],
      [15, " (and 599 more before)"],
    ]);
    expect(told.length).toBeLessThan(20);
  });

  it("tells another cause at once, but no more of them than a few", () => {
    const told = Array.from({ length: 1000 }, (_, i) => lines.take(`nonsense ${i}`)).filter(
      (suffix) => suffix !== null,
    );
    expect(told).toHaveLength(5);
    nowMs += 5 * MINUTE_MS;
    expect(lines.take("nonsense 1001")).toBe(" (and 995 more of several kinds before)");
  });

  it("takes what stayed away for a while for new", () => {
    expect(lines.take("gone")).toBe("");
    nowMs += 10 * MINUTE_MS;
    expect(lines.take("gone")).toBe("");
    nowMs += MINUTE_MS;
    expect(lines.take("gone")).toBeNull();
  });
});
