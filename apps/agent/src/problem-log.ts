import type { Logger } from "pino";

/** Reports what a collector could not do: once when it begins and once when it is over, not every second. */
export interface ProblemLog {
  report(problems: readonly string[]): void;
}

/** @param level how a problem that begins is logged. */
export function createProblemLog(log: Logger, level: "warn" | "info" = "warn"): ProblemLog {
  let known: ReadonlyMap<string, string> = new Map();
  return {
    report(problems) {
      const current = new Map(problems.map((problem) => [kindOf(problem), problem]));
      for (const [kind, problem] of current) if (!known.has(kind)) log[level](problem);
      for (const [kind, problem] of known) if (!current.has(kind)) log.info(`over: ${problem}`);
      known = current;
    },
  };
}

/** "3 lines did not parse" and "4 lines did not parse" are one trouble. */
function kindOf(problem: string): string {
  return problem.replace(/\d+/g, "#");
}
