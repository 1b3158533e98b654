import type { Condition } from "@fourtuple/contracts/agent";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.js";
import type { SamplerStatus } from "../sampler.js";
import { createConditionDesk } from "./condition-desk.js";

const well: SamplerStatus = {
  cpuUsed: null,
  source: "sock_diag",
  sourceReason: null,
  tiers: [],
  pulseWorks: true,
  conntrackProblem: null,
};

function deskOf() {
  const time = fakeClock();
  const pushed: Condition[] = [];
  const logged: string[] = [];
  const now = { status: well, spoolProblem: null as string | null, openFiles: 1024, probes: 0 };
  const desk = createConditionDesk({
    procRoot: "/proc",
    cpuBudget: 0.01,
    sampler: () => now.status,
    sysctls: () => null,
    spool: () => ({
      records: 0,
      bytes: 0,
      maxBytes: 1,
      oldestAtMs: null,
      lostSamples: 0,
      problem: now.spoolProblem,
    }),
    namespacesProblem: () => null,
    push: (condition) => pushed.push(condition),
    log: pino({ level: "info" }, { write: (line: string) => void logged.push(JSON.parse(line).msg) }),
    clock: time.clock,
    probe: () => {
      now.probes += 1;
      const limits = { openFiles: now.openFiles, memoryBytes: null };
      return { foreignProcesses: null, cgroups: null, limits, outOfDescriptors: false };
    },
  });
  const seconds = async (count: number) => {
    for (let second = 0; second < count; second++) {
      desk.sampled();
      await time.advance(1_000);
    }
  };
  return { now, pushed, logged, seconds };
}

describe("the condition desk", () => {
  it("tells how the agent is with the first sample, and then when it changes", async () => {
    const { now, pushed, seconds } = deskOf();
    await seconds(30);
    expect(pushed).toMatchObject([{ atMs: 5_000, cpuBudget: 0.01, source: "sock_diag", limitations: [] }]);
    now.status = { ...well, source: "procfs", sourceReason: "EPERM" };
    await seconds(6);
    expect(pushed[1]).toMatchObject({
      source: "procfs",
      limitations: [{ code: "no-sock-diag", detail: "EPERM" }],
    });
  });

  it("looks at its surroundings once a minute", async () => {
    const { now, pushed, logged, seconds } = deskOf();
    await seconds(50);
    expect(now.probes).toBe(1);
    now.openFiles = 32;
    await seconds(20);
    expect(now.probes).toBe(2);
    expect(pushed.at(-1)?.limitations.map(({ code }) => code)).toEqual(["descriptors-limited"]);
    expect(logged).toEqual([expect.stringMatching(/^descriptors-limited: RLIMIT_NOFILE is 32/)]);
  });

  it("logs nothing that is logged where it happens", async () => {
    const { now, pushed, logged, seconds } = deskOf();
    now.spoolProblem = "EROFS";
    await seconds(6);
    expect(pushed.at(-1)?.limitations).toEqual([{ code: "spool-unwritable", detail: "EROFS" }]);
    expect(logged).toEqual([]);
  });
});
