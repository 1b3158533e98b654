import type { Condition } from "@fourtuple/contracts/agent";
import type { CensusTier } from "@fourtuple/core/samples";
import type { Severity } from "../../../design/severity";

/** One sentence about how the host is measured, as data: `code` names its words, the rest fills them. */
export type Degradation = { readonly severity: Extract<Severity, "info" | "warning"> } & (
  | {
      readonly code: "slowCensus";
      readonly everyMs: number;
      readonly sockets: number | null;
      readonly cpuUs: number | null;
      readonly cpuBudget: number;
      /** The other counts that run more often, with their intervals. */
      readonly oftener: readonly { readonly tier: CensusTier; readonly everyMs: number }[];
      readonly sampleMs: number;
    }
  | { readonly code: "noCensus"; readonly reason: string | null }
  | { readonly code: "procfs"; readonly reason: string | null }
  | { readonly code: "limitations"; readonly codes: readonly Condition["limitations"][number]["code"][] }
  | { readonly code: "spoolProblem"; readonly problem: string }
  | { readonly code: "backlog"; readonly waitingMs: number; readonly records: number; readonly bytes: number }
  | { readonly code: "lost"; readonly samples: number }
);

export interface ConditionEvidence {
  readonly condition: Condition;
  readonly sampleMs: number;
  /** Records of the spool in the newest sample, which is fresher than the condition; null where it does not tell. */
  readonly recordsNow: number | null;
  /** Samples given up within the last minute. */
  readonly lostLately: number;
}

/** A minute is sealed, sent and confirmed within the next; older than two is a backlog. Judgement. */
const BACKLOG_MS = 120_000;

const tierOf = ({ tiers }: Condition, tier: CensusTier) => tiers.find((entry) => entry.tier === tier);

function judgeCensus({ condition, sampleMs }: ConditionEvidence): Degradation | null {
  const full = tierOf(condition, "full");
  if (full === undefined || condition.source === "none") return null;
  if (full.intervalMs === null)
    return { code: "noCensus", severity: "warning", reason: condition.sourceReason };
  const everyMs = full.intervalMs;
  // The governor's intervals are not whole samples; half of one more is not yet less often.
  if (everyMs < 1.5 * sampleMs) return null;
  const oftener = condition.tiers.flatMap(({ tier, intervalMs }) =>
    tier !== "full" && intervalMs !== null && intervalMs < everyMs ? [{ tier, everyMs: intervalMs }] : [],
  );
  const { sockets, cpuUs } = full;
  const { cpuBudget } = condition;
  return { code: "slowCensus", severity: "info", everyMs, sockets, cpuUs, cpuBudget, oftener, sampleMs };
}

function judgeSource({ condition }: ConditionEvidence): Degradation | null {
  if (condition.source !== "procfs") return null;
  return { code: "procfs", severity: "info", reason: condition.sourceReason };
}

function judgeLimitations({ condition }: ConditionEvidence): Degradation | null {
  // That sock_diag or the spool cannot be used has a sentence of its own.
  const codes = condition.limitations
    .map(({ code }) => code)
    .filter((code) => code !== "no-sock-diag" && code !== "spool-unwritable");
  return codes.length === 0 ? null : { code: "limitations", severity: "info", codes };
}

/**
 * How long the oldest sample of the spool had waited when the agent last told, a backlog in whole minutes; null
 * for an empty one. It is not reckoned on from there: what has been sent since is not told at once.
 */
export function waitingMs({ atMs, spool }: Condition): number | null {
  if (spool.oldestAtMs === null) return null;
  const waited = Math.max(0, atMs - spool.oldestAtMs);
  return waited > BACKLOG_MS ? Math.floor(waited / 60_000) * 60_000 : waited;
}

/** Whether more waits than the minute that is on its way. */
export function isBacklog(condition: Condition, recordsNow: number | null): boolean {
  return (waitingMs(condition) ?? 0) >= BACKLOG_MS && (recordsNow ?? condition.spool.records) > 1;
}

function judgeSpool({ condition, recordsNow, lostLately }: ConditionEvidence): (Degradation | null)[] {
  const { problem, bytes } = condition.spool;
  const records = recordsNow ?? condition.spool.records;
  return [
    problem === null ? null : { code: "spoolProblem", severity: "warning", problem },
    lostLately > 0 ? { code: "lost", severity: "warning", samples: lostLately } : null,
    isBacklog(condition, recordsNow)
      ? { code: "backlog", severity: "info", waitingMs: waitingMs(condition) ?? 0, records, bytes }
      : null,
  ];
}

/** What about the measuring of a host a reader must know before trusting its figures; empty when nothing. */
export function findDegradations(evidence: ConditionEvidence): readonly Degradation[] {
  const found = [
    ...judgeSpool(evidence),
    judgeCensus(evidence),
    judgeSource(evidence),
    judgeLimitations(evidence),
  ].filter((line) => line !== null);
  return found.sort((a, b) => Number(b.severity === "warning") - Number(a.severity === "warning"));
}
