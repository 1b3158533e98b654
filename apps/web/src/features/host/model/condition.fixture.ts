import type { Condition } from "@fourtuple/contracts/agent";

const AT_MS = 1_700_000_000_000;

/** What the agent of a calm host says, for tests. */
export function aCondition(change: Partial<Condition> = {}): Condition {
  const tier = {
    intervalMs: 1000,
    reason: "every-sample",
    cpuUs: 900,
    sockets: 412,
    readAtMs: AT_MS,
  } as const;
  return {
    atMs: AT_MS,
    cpuBudget: 0.01,
    cpuUsed: 0.0012,
    source: "sock_diag",
    sourceReason: null,
    tiers: [
      { tier: "full", ...tier },
      { tier: "troubled", ...tier, intervalMs: null, reason: "not-needed" },
      { tier: "timeWait", ...tier, intervalMs: null, reason: "not-needed" },
    ],
    limitations: [],
    spool: {
      records: 1,
      bytes: 900,
      maxBytes: 64 * 1024 ** 2,
      oldestAtMs: AT_MS - 40_000,
      lostSamples: 0,
      problem: null,
    },
    ...change,
  };
}
