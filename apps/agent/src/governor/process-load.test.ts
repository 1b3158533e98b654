import { describe, expect, it } from "vitest";
import { type LoadState, noteLoad, startLoad } from "./process-load.js";

/** A process that uses `share(minute)` of a core, told once a second. */
function run(minutes: number, share: (minute: number) => number): LoadState {
  let cpuUs = 400_000;
  let state = startLoad(1_000, cpuUs);
  for (let second = 1; second <= minutes * 60; second++) {
    cpuUs += share(Math.floor((second - 1) / 60)) * 1e6;
    state = noteLoad(state, 1_000 + second * 1000, cpuUs, 0.01);
  }
  return state;
}

describe("the load of this process", () => {
  it("is not known before a minute has passed", () => {
    expect(run(0.9, () => 0.5).cpuUsed).toBeNull();
  });

  it("is that of the last minute", () => {
    expect(run(10, (minute) => (minute < 8 ? 0.9 : 0.004)).cpuUsed).toBeCloseTo(0.004);
  });

  it("does not stretch the censuses for one busy minute", () => {
    expect(run(6, (minute) => (minute === 2 ? 0.05 : 0.004)).stretch).toBe(1);
  });

  it("stretches them while it is above the budget for long, up to a bound", () => {
    expect(run(4, () => 0.02).stretch).toBeGreaterThan(1);
    expect(run(60, () => 0.02).stretch).toBe(8);
  });

  it("relaxes when it is well below again, and not when it is just below", () => {
    const busy = (minute: number) => (minute < 10 ? 0.02 : 0.009);
    expect(run(20, busy).stretch).toBe(8);
    expect(run(40, (minute) => (minute < 10 ? 0.02 : 0.004)).stretch).toBe(1);
  });
});
