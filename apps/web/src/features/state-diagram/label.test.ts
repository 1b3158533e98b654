import { describe, expect, test } from "vitest";
import { countRadius, labelLines } from "./label";

describe("labelLines", () => {
  test("keeps one line where there is room", () => {
    expect(labelLines("SYN in, SYN-ACK out", false)).toEqual(["SYN in, SYN-ACK out"]);
  });

  test("splits after the comma of either language", () => {
    expect(labelLines("SYN in, SYN-ACK out", true)).toEqual(["SYN in,", "SYN-ACK out"]);
    expect(labelLines("收 SYN，发 SYN-ACK", true)).toEqual(["收 SYN，", "发 SYN-ACK"]);
    expect(labelLines("ACK in", true)).toEqual(["ACK in"]);
  });
});

describe("countRadius", () => {
  test("nothing is drawn for none, and the circle is full at a million and beyond", () => {
    expect(countRadius(0, 16)).toBe(0);
    expect(countRadius(1_000_000, 16)).toBe(16);
    expect(countRadius(50_000_000, 16)).toBe(16);
  });

  test("the area grows with the logarithm of the count", () => {
    const area = (count: number) => countRadius(count, 16) ** 2;
    expect(area(999) / area(999_999)).toBeCloseTo(0.5, 3);
    expect(countRadius(1, 16)).toBeGreaterThan(3);
  });
});
