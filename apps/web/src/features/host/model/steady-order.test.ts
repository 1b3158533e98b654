import { describe, expect, it } from "vitest";
import { isOutOfOrder, keepSteady } from "./steady-order";

describe("keepSteady", () => {
  it("takes the rank where there was no order", () => {
    expect(keepSteady(null, ["b", "a"])).toEqual(["b", "a"]);
    expect(keepSteady([], ["b", "a"])).toEqual(["b", "a"]);
    const empty: readonly string[] = [];
    expect(keepSteady(empty, [])).toBe(empty);
  });

  it("keeps rows in their place when only their rank moved", () => {
    const previous = ["a", "b", "c"];
    expect(keepSteady(previous, ["c", "b", "a"])).toBe(previous);
  });

  it("drops what went and puts what is new where its rank is", () => {
    expect(keepSteady(["a", "b", "c"], ["new", "a", "c"])).toEqual(["new", "a", "c"]);
    expect(keepSteady(["a", "b"], ["b", "x", "a", "y"])).toEqual(["x", "a", "b", "y"]);
  });
});

describe("isOutOfOrder", () => {
  it("sees rows that have overtaken each other", () => {
    expect(isOutOfOrder(["a", "b"], ["a", "b"])).toBe(false);
    expect(isOutOfOrder(["a", "b"], ["b", "a"])).toBe(true);
  });
});
