import type { Condition } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { aCondition } from "./condition.fixture";
import { findDegradations } from "./condition-view";

const judge = (change: Partial<Condition>, evidence: { lostLately?: number; recordsNow?: number } = {}) => {
  const condition = aCondition(change);
  return findDegradations({
    condition,
    sampleMs: 1000,
    recordsNow: evidence.recordsNow ?? null,
    lostLately: evidence.lostLately ?? 0,
  });
};
const codes = (...args: Parameters<typeof judge>) => judge(...args).map(({ code }) => code);
const tiers = (intervalMs: number | null): Condition["tiers"] => [
  { tier: "full", intervalMs, reason: "budget", cpuUs: 132_000, sockets: 200_300, readAtMs: 1 },
  { tier: "troubled", intervalMs: 6000, reason: "budget", cpuUs: 30_000, sockets: 40, readAtMs: 1 },
  { tier: "timeWait", intervalMs: null, reason: "not-needed", cpuUs: null, sockets: null, readAtMs: null },
];

describe("findDegradations", () => {
  it("has nothing to say of a calm host", () => {
    expect(judge({})).toEqual([]);
  });

  it("says how often every socket is counted, why, and what is counted more often", () => {
    expect(judge({ tiers: tiers(26_000) })).toEqual([
      {
        code: "slowCensus",
        severity: "info",
        everyMs: 26_000,
        sockets: 200_300,
        cpuUs: 132_000,
        cpuBudget: 0.01,
        oftener: [{ tier: "troubled", everyMs: 6000 }],
        sampleMs: 1000,
      },
    ]);
  });

  it("makes nothing of an interval that is a sample's but for rounding", () => {
    expect(codes({ tiers: tiers(1200) })).toEqual([]);
  });

  it("tells a census that does not run from one that cannot", () => {
    expect(codes({ tiers: tiers(null) })).toEqual(["noCensus"]);
    expect(codes({ tiers: tiers(null), source: "none", sourceReason: "EPERM" })).toEqual([]);
    expect(codes({ source: "procfs", sourceReason: "EPERM" })).toEqual(["procfs"]);
  });

  it("names what the agent may not see, and nothing twice", () => {
    const limitations: Condition["limitations"] = [
      { code: "no-sock-diag", detail: "EPERM" },
      { code: "foreign-processes-hidden", detail: "EACCES /proc/1/fd" },
    ];
    expect(judge({ limitations })).toEqual([
      { code: "limitations", severity: "info", codes: ["foreign-processes-hidden"] },
    ]);
  });

  it("takes a minute on its way for no backlog, and twelve for one", () => {
    const spool = aCondition().spool;
    const { atMs } = aCondition();
    expect(codes({ spool: { ...spool, records: 2, oldestAtMs: atMs - 100_000 } })).toEqual([]);
    expect(codes({ spool: { ...spool, oldestAtMs: null, records: 0 } })).toEqual([]);
    expect(judge({ spool: { ...spool, oldestAtMs: atMs - 725_000, records: 13 } })).toMatchObject([
      { code: "backlog", waitingMs: 720_000, records: 13 },
    ]);
  });

  it("believes the newest sample that a backlog is gone", () => {
    const spool = { ...aCondition().spool, oldestAtMs: aCondition().atMs - 720_000, records: 13 };
    expect(codes({ spool }, { recordsNow: 1 })).toEqual([]);
    expect(judge({ spool }, { recordsNow: 9 })).toMatchObject([{ code: "backlog", records: 9 }]);
  });

  it("puts what loses samples before what only counts less often", () => {
    const spool = { ...aCondition().spool, problem: "ENOSPC: no space left on device" };
    expect(codes({ spool, tiers: tiers(26_000) }, { lostLately: 12 })).toEqual([
      "spoolProblem",
      "lost",
      "slowCensus",
    ]);
  });
});
