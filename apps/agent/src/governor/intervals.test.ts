import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_INTERVAL_MS, type PlanInput, planIntervals } from "./intervals.js";

/** A host with so many sockets, at what they were measured to cost. */
function hostOf(sockets: number, changes: Partial<PlanInput> = {}): PlanInput {
  return {
    tickMs: 1000,
    cpuBudget: 0.01,
    stretch: 1,
    listenersUs: 40,
    predictedUs: {
      full: 250 + 0.64 * sockets,
      troubled: 250 + 0.125 * sockets,
      timeWait: 250 + 0.16 * sockets,
    },
    singleStates: true,
    portsMatter: false,
    previous: null,
    ...changes,
  };
}

function intervalsOf(input: PlanInput) {
  const { full, troubled, timeWait } = planIntervals(input);
  return [full.intervalMs, troubled.intervalMs, timeWait.intervalMs];
}

describe("the intervals of the tiers", () => {
  it.each([0, 100, 1_000, 5_000])("are the sample's own with %d sockets", (sockets) => {
    const plan = planIntervals(hostOf(sockets));
    expect(Object.values(plan).map(({ intervalMs, reason }) => [intervalMs, reason])).toEqual(
      Array.from({ length: 3 }, () => [1000, "every-sample"]),
    );
  });

  it.each([
    [10_000, [3_000, 1_000, null]],
    [50_000, [15_000, 4_000, null]],
    [200_000, [59_000, 15_000, null]],
    [1_000_000, [294_000, 71_000, null]],
    [5_000_000, [LONGEST_INTERVAL_MS, LONGEST_INTERVAL_MS, null]],
  ])("with %d sockets are %j", (sockets, expected) => {
    expect(intervalsOf(hostOf(sockets))).toEqual(expected);
  });

  it("say that the budget made them so, and what is not needed", () => {
    const plan = planIntervals(hostOf(200_000));
    expect([plan.full.reason, plan.troubled.reason, plan.timeWait.reason]).toEqual([
      "budget",
      "budget",
      "not-needed",
    ]);
  });

  it("leave room for TIME_WAIT when ports matter, every ten seconds at most", () => {
    expect(intervalsOf(hostOf(50_000, { portsMatter: true }))).toEqual([24_000, 4_000, 11_000]);
    expect(intervalsOf(hostOf(10_000, { portsMatter: true }))).toEqual([3_000, 1_000, 3_000]);
  });

  it("know nothing but the whole without sock_diag", () => {
    const plan = planIntervals(
      hostOf(50_000, { singleStates: false, predictedUs: { full: 100_000, troubled: 1, timeWait: 1 } }),
    );
    expect(plan.full.intervalMs).toBe(26_000);
    expect(plan.troubled).toMatchObject({ intervalMs: null, reason: "unavailable" });
    expect(plan.timeWait).toMatchObject({ intervalMs: null, reason: "unavailable" });
  });

  it("pay for the listeners first, which leave them a part all the same", () => {
    expect(intervalsOf(hostOf(50_000, { listenersUs: 2_000 }))[0]).toBe(30_000);
    expect(intervalsOf(hostOf(50_000, { listenersUs: 500_000 }))[0]).toBe(59_000);
  });

  it("do not flutter: a cost that wavers by a tenth changes none of them", () => {
    let previous = planIntervals(hostOf(50_000));
    for (const sockets of [54_000, 47_000, 52_000, 46_000, 50_000]) {
      const plan = planIntervals(hostOf(sockets, { previous }));
      expect(plan.full.intervalMs).toBe(previous.full.intervalMs);
      previous = plan;
    }
  });

  it("stay within the censuses' part of the budget, in order and above the floor, whatever the host", () => {
    const costs = fc.record({
      full: fc.double({ min: 1, max: 5e6, noNaN: true }),
      troubled: fc.double({ min: 1, max: 1e6, noNaN: true }),
      timeWait: fc.double({ min: 1, max: 1e6, noNaN: true }),
    });
    const inputs = fc.record({
      tickMs: fc.integer({ min: 100, max: 60_000 }),
      cpuBudget: fc.double({ min: 0.001, max: 1, noNaN: true }),
      stretch: fc.double({ min: 1, max: 8, noNaN: true }),
      listenersUs: fc.double({ min: 0, max: 1e5, noNaN: true }),
      predictedUs: costs,
      singleStates: fc.boolean(),
      portsMatter: fc.boolean(),
    });
    fc.assert(
      fc.property(inputs, costs, (input, earlier) => {
        const previous = planIntervals({ ...input, predictedUs: earlier, previous: null });
        const plan = planIntervals({ ...input, previous });
        const longestMs = Math.max(LONGEST_INTERVAL_MS * 1.1, 0) + input.tickMs;
        expect(plan.full.intervalMs).not.toBeNull();
        const fullMs = plan.full.intervalMs ?? 0;
        expect(fullMs).toBeLessThanOrEqual(longestMs);
        for (const { intervalMs } of Object.values(plan)) {
          if (intervalMs === null) continue;
          expect(intervalMs).toBeLessThanOrEqual(fullMs);
          expect(intervalMs % input.tickMs).toBe(0);
          expect(intervalMs).toBeGreaterThan(0);
        }
        if (fullMs >= LONGEST_INTERVAL_MS * 0.9) return;
        const spent = (["full", "troubled", "timeWait"] as const)
          .filter(
            (tier) => plan[tier].intervalMs !== null && (tier === "full" || plan[tier].intervalMs !== fullMs),
          )
          .reduce((sum, tier) => sum + input.predictedUs[tier] / 1000 / (plan[tier].intervalMs ?? 1), 0);
        expect(spent).toBeLessThanOrEqual(input.cpuBudget * 0.4 * 1.1 + 1e-9);
      }),
    );
  });
});
