import { describe, expect, it } from "vitest";
import { sparkPaths } from "./spark-path";

describe("sparkPaths", () => {
  it("draws a gap as a gap", () => {
    const { lines, dots } = sparkPaths([1, 1, null, 1, 1], 40, 10, 5);
    expect(lines.match(/M/g)).toHaveLength(2);
    expect(dots).toEqual([]);
  });

  it("shows a lone point as a dot", () => {
    expect(sparkPaths([null, 4, null], 40, 10, 3)).toEqual({ lines: "", dots: [[20, 1]] });
  });

  it("puts the newest at the right edge however few there are", () => {
    expect(sparkPaths([5, 5], 60, 10, 61).lines).toBe("M59 1L60 1");
  });

  it("starts at zero, so that height is amount, and lies flat without sockets", () => {
    expect(sparkPaths([0, 0], 10, 10, 2).lines).toBe("M0 9L10 9");
    expect(sparkPaths([5, 10], 10, 10, 2).lines).toBe("M0 5L10 1");
  });

  it("draws nothing of nothing", () => {
    expect(sparkPaths([], 10, 10)).toEqual({ lines: "", dots: [] });
    expect(sparkPaths([null, null], 10, 10)).toEqual({ lines: "", dots: [] });
  });
});
