import type { Condition, Limitation, Sysctls } from "@fourtuple/contracts/agent";
import type { Logger } from "pino";
import { type Clock, systemClock } from "../clock.js";
import { createProblemLog } from "../problem-log.js";
import type { SamplerStatus } from "../sampler.js";
import { assembleCondition } from "./condition.js";
import { createConditionReporter } from "./condition-reporter.js";
import { findLimitations, probeSurroundings, type Surroundings } from "./limitations.js";

/** Limits and mounts hardly ever change while a process runs (judgement). */
const PROBE_EVERY_MS = 60_000;
/** Those whose cause is logged where it happens. */
const LOGGED_ELSEWHERE: readonly Limitation["code"][] = ["no-sock-diag", "no-procfs", "spool-unwritable"];

export interface ConditionDeskOptions {
  readonly procRoot: string;
  readonly cpuBudget: number;
  readonly sampler: () => SamplerStatus;
  readonly sysctls: () => Sysctls | null;
  readonly spool: () => Condition["spool"];
  readonly namespacesProblem: () => string | null;
  readonly push: (condition: Condition) => void;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly probe?: typeof probeSurroundings;
}

/** Watches how the agent is. */
export interface ConditionDesk {
  /** To be called with each sample. */
  sampled(): void;
}

export function createConditionDesk(options: ConditionDeskOptions): ConditionDesk {
  const { procRoot, cpuBudget, push, clock = systemClock, probe = probeSurroundings } = options;
  const reporter = createConditionReporter(push);
  const log = createProblemLog(options.log, "info");
  let probed: { readonly surroundings: Surroundings; readonly atMs: number } | null = null;

  function surroundings(nowMs: number): Surroundings {
    if (probed === null || nowMs - probed.atMs >= PROBE_EVERY_MS)
      probed = { surroundings: probe(procRoot), atMs: nowMs };
    return probed.surroundings;
  }

  function assemble(nowMs: number): Condition {
    const sampler = options.sampler();
    const spool = options.spool();
    const limitations = findLimitations({
      surroundings: surroundings(nowMs),
      sampler,
      sysctls: options.sysctls(),
      spoolProblem: spool.problem,
      namespacesProblem: options.namespacesProblem(),
    });
    const untold = limitations.filter(({ code }) => !LOGGED_ELSEWHERE.includes(code));
    log.report(untold.map(({ code, detail }) => `${code}: ${detail}`));
    return assembleCondition({ atMs: clock.wallMs(), cpuBudget, sampler, limitations, spool });
  }

  return {
    sampled: () => {
      const nowMs = clock.monotonicMs();
      reporter.consider(nowMs, () => assemble(nowMs));
    },
  };
}
