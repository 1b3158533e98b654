import { type Condition, conditionSchema } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { assembleCondition } from "./condition.js";
import { createConditionReporter } from "./condition-reporter.js";

const tier = {
  tier: "full",
  intervalMs: 20_000,
  reason: "budget",
  cpuUs: 32_000,
  sockets: 50_000,
  readAtMs: 9,
} as const;

function conditionOf(changes: Partial<Condition> = {}): Condition {
  const spool = { records: 1, bytes: 9, maxBytes: 1e6, oldestAtMs: null, lostSamples: 0, problem: null };
  const sampler = {
    cpuUsed: 0.0041234567,
    source: "sock_diag",
    sourceReason: null,
    tiers: [tier],
    pulseWorks: true,
    conntrackProblem: null,
  } as const;
  return { ...assembleCondition({ atMs: 10, cpuBudget: 0.01, sampler, limitations: [], spool }), ...changes };
}

describe("the condition", () => {
  it("is one that the contract takes", () => {
    expect(conditionSchema.parse(conditionOf())).toEqual(conditionOf());
    expect(conditionOf().cpuUsed).toBe(0.004123);
  });
});

describe("the reporter of conditions", () => {
  /** Which of the conditions, one every `everyMs`, are passed on. */
  function passed(conditions: readonly Condition[], everyMs: number): number[] {
    const sent: Condition[] = [];
    const reporter = createConditionReporter((condition) => sent.push(condition));
    for (const [index, condition] of conditions.entries())
      reporter.consider(index * everyMs, () => condition);
    return sent.map((condition) => conditions.indexOf(condition));
  }

  it("passes the first on, and then nothing while nothing changes", () => {
    expect(passed([conditionOf(), conditionOf({ atMs: 11 }), conditionOf({ atMs: 12 })], 6_000)).toEqual([0]);
  });

  it.each([
    ["an interval by a tenth", { tiers: [{ ...tier, intervalMs: 22_000 }] }],
    ["a reason", { tiers: [{ ...tier, reason: "every-sample" as const }] }],
    ["the source", { source: "procfs" as const, sourceReason: "EPERM" }],
    ["a limitation", { limitations: [{ code: "spool-unwritable" as const, detail: "EROFS" }] }],
    ["the use of CPU by more than half", { cpuUsed: 0.0068 }],
    ["what was lost", { spool: { ...conditionOf().spool, lostSamples: 60 } }],
    ["what a tier costs, once it is known", { tiers: [{ ...tier, cpuUs: null }] }],
  ])("passes on a change of %s", (_, changes) => {
    expect(passed([conditionOf(), conditionOf(changes)], 6_000)).toEqual([0, 1]);
  });

  it.each([
    ["an interval by less", { tiers: [{ ...tier, intervalMs: 21_000 }] }],
    ["a cost", { tiers: [{ ...tier, cpuUs: 40_000, sockets: 60_000, readAtMs: 99 }] }],
    ["the use of CPU by less", { cpuUsed: 0.0061 }],
    ["what the spool holds", { spool: { ...conditionOf().spool, records: 2, bytes: 99 } }],
  ])("takes a change of %s for noise", (_, changes) => {
    expect(passed([conditionOf(), conditionOf(changes)], 6_000)).toEqual([0]);
  });

  it("passes nothing on within five seconds, and the last state then", () => {
    const changes = [0.001, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06].map((cpuUsed) => conditionOf({ cpuUsed }));
    expect(passed(changes, 1_000)).toEqual([0, 5]);
  });

  it("refreshes what it said after five minutes", () => {
    const calm = Array.from({ length: 31 }, (_, index) => conditionOf({ atMs: index }));
    expect(passed(calm, 10_000)).toEqual([0, 30]);
  });
});
