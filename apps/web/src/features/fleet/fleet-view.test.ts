import { describe, expect, it } from "vitest";
import { formatFleetView, parseFleetView } from "./use-fleet-view";
import { rowAfterKey } from "./use-row-keys";

const parse = (text: string) => parseFleetView(new URLSearchParams(text));

describe("the fleet's address", () => {
  it("is plain for the plain view", () => {
    expect(formatFleetView(parse(""))).toBe("");
  });

  it("holds filter, sort and hidden columns, and gives them back", () => {
    const view = {
      query: "web & db",
      sort: { key: "TIME_WAIT", descending: true },
      hidden: ["CLOSING"],
    } as const;
    expect(parse(formatFleetView(view))).toEqual(view);
  });

  it("ignores what it does not know", () => {
    expect(parse("sort=evil&hide=NOPE,LISTEN&x=1")).toEqual({
      query: "",
      sort: { key: "name", descending: false },
      hidden: ["LISTEN"],
    });
  });
});

describe("rowAfterKey", () => {
  it("moves by one, stops at the ends and leaves other keys alone", () => {
    expect(rowAfterKey("ArrowDown", -1, 3)).toBe(0);
    expect(rowAfterKey("ArrowDown", 2, 3)).toBe(2);
    expect(rowAfterKey("ArrowUp", 0, 3)).toBe(0);
    expect(rowAfterKey("End", 0, 3)).toBe(2);
    expect(rowAfterKey("x", 0, 3)).toBeNull();
    expect(rowAfterKey("ArrowDown", 0, 0)).toBeNull();
  });
});
