import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeySightings } from "./key-sightings.js";

function seen(runs: string): boolean[] {
  const sightings = new KeySightings();
  return [...runs].map((run) => sightings.see("host", run));
}

describe("sightings of a key", () => {
  it.each([
    ["one run that reconnects", "aaaa"],
    ["a run after another, as restarts and reboots bring", "aabbccdd"],
  ])("of %s show no copy", (_, runs) => {
    expect(seen(runs)).not.toContain(true);
  });

  it("show the copy when a run comes back after another", () => {
    expect(seen("aba")).toEqual([false, false, true]);
    expect(seen("aabbabab")).toEqual([false, false, false, false, true, true, true, true]);
  });

  it("keep hosts apart", () => {
    const sightings = new KeySightings();
    sightings.see("one", "a");
    sightings.see("two", "b");
    expect(sightings.see("one", "a")).toBe(false);
  });

  it("never show a copy while no run comes back", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 40 }), fc.nat(3), (runs, repeats) => {
        const sightings = new KeySightings();
        const visits = runs.flatMap((run) => Array<string>(repeats + 1).fill(run));
        expect(visits.some((run) => sightings.see("host", run))).toBe(false);
      }),
    );
  });
});
