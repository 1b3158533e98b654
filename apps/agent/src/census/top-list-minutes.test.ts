import type { CensusTier, TopLists } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { censusOf } from "../../test/scripted-census.js";
import { TopListMinutes } from "./top-list-minutes.js";

function listsAt(atMs: number, tier: CensusTier = "full"): TopLists {
  const lists = censusOf(tier, {}).topLists;
  if (lists === null) throw new Error("a census has lists");
  return { ...lists, atMs, portRange: null, usablePorts: null };
}

describe("the lists that are kept", () => {
  it("are the first of the whole of each minute", () => {
    const minutes = new TopListMinutes();
    const kept = [59_000, 60_000, 61_000, 119_999, 120_000, 300_000].map((atMs) =>
      minutes.isKept(listsAt(atMs)),
    );
    expect(kept).toEqual([true, true, false, false, true, true]);
  });

  it("are never those of single states", () => {
    const minutes = new TopListMinutes();
    expect(minutes.isKept(listsAt(1, "troubled"))).toBe(false);
    expect(minutes.latest).toBeNull();
    expect(minutes.isKept(listsAt(2))).toBe(true);
    expect(minutes.latest?.atMs).toBe(2);
  });

  it("go on when the clock is set back", () => {
    const minutes = new TopListMinutes();
    expect([600_000, 60_000, 61_000].map((atMs) => minutes.isKept(listsAt(atMs)))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
