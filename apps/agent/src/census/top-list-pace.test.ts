import { describe, expect, it } from "vitest";
import { TopListPace } from "./top-list-pace.js";

describe("the pace of the top lists", () => {
  it("has those of each tier made every ten seconds", () => {
    const pace = new TopListPace();
    expect(pace.isDue("full", 50_000)).toBe(true);
    pace.made("full", 50_000);
    expect([pace.isDue("full", 59_999), pace.isDue("full", 60_000)]).toEqual([false, true]);
    expect(pace.isDue("troubled", 51_000)).toBe(true);
  });

  it("does not fall silent when the clock is set back", () => {
    const pace = new TopListPace();
    pace.made("full", 50_000);
    expect(pace.isDue("full", 30_000)).toBe(true);
  });
});
