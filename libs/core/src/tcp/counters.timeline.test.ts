import { describe, expect, it } from "vitest";
import { type CounterPoint, counterRates } from "./counters.js";

/**
 * Timelines of one counter, a word per second: a number is a reading, `_` a second without a sample,
 * `-` a sample in which the counter was not available, `|` a reboot before the next reading.
 */
function pointsOf(line: string): CounterPoint[] {
  let boot = 1;
  let second = 0;
  return line.split(" ").flatMap((word): CounterPoint[] => {
    if (word === "|") {
      boot += 1;
      return [];
    }
    const point = {
      atMs: 1000 * second++,
      value: word === "-" ? null : Number(word),
      bootId: `boot-${boot}`,
    };
    return word === "_" ? [] : [point];
  });
}

function ratesOf(line: string): string {
  return counterRates(pointsOf(line), { maxGapMs: 2000 })
    .map((rate) => rate ?? "x")
    .join(" ");
}

describe("a counter over time", () => {
  it.each([
    ["a steady stream", "10 20 30 40", "x 10 10 10"],
    ["silence, which is a rate of zero", "10 10 10", "x 0 0"],
    ["one lost sample, which is no gap", "10 _ 30 40", "x 10 10"],
    ["two lost samples, which are one", "10 _ _ 40 50", "x x 10"],
    ["a reset", "10 20 5 15", "x 10 x 10"],
    ["a reset to zero", "10 20 0 0", "x 10 x 0"],
    ["a reset in every second", "9 8 7 6", "x x x x"],
    ["a reboot that the count does not show", "10 20 | 90 95", "x 10 x 5"],
    ["a reboot during a gap", "10 20 _ _ _ | 3 4", "x 10 x 1"],
    ["a restart of the agent, which the kernel does not notice", "10 20 30", "x 10 10"],
    ["a counter that goes away and comes back", "10 20 - 40 50", "x 10 x 10 10"],
    ["a counter that was never there", "- - -", "x x x"],
    ["a counter away for as long as a gap", "10 - - 40 50", "x x x x 10"],
    ["a burst", "0 0 100000 100000", "x 0 100000 0"],
  ])("%s: %s gives %s", (_name, line, rates) => {
    expect(ratesOf(line)).toBe(rates);
  });
});
