import { describe, expect, it } from "vitest";
import { indexAfterKey, nearestIndex } from "./chart-source";

describe("nearestIndex", () => {
  it("finds the nearest moment and stays on the axis", () => {
    expect(nearestIndex([0, 10, 20], 14)).toBe(1);
    expect(nearestIndex([0, 10, 20], 16)).toBe(2);
    expect(nearestIndex([0, 10, 20], -5)).toBe(0);
    expect(nearestIndex([0, 10, 20], 99)).toBe(2);
    expect(nearestIndex([], 5)).toBeNull();
  });
});

describe("indexAfterKey", () => {
  it("starts at the newest point and walks by one, or by ten with shift", () => {
    expect(indexAfterKey("ArrowLeft", false, null, 50)).toBe(49);
    expect(indexAfterKey("ArrowLeft", false, 49, 50)).toBe(48);
    expect(indexAfterKey("ArrowLeft", true, 48, 50)).toBe(38);
    expect(indexAfterKey("ArrowRight", true, 45, 50)).toBe(49);
    expect(indexAfterKey("Home", false, 3, 50)).toBe(0);
    expect(indexAfterKey("End", false, 3, 50)).toBe(49);
  });

  it("leaves every other key, and an empty chart, alone", () => {
    expect(indexAfterKey("Tab", false, 3, 50)).toBeNull();
    expect(indexAfterKey("ArrowLeft", false, null, 0)).toBeNull();
  });
});
