import type { Condition, TierCondition } from "@fourtuple/contracts/agent";

/** An interval that moved less than this part is the same (the governor holds it still besides). */
const INTERVAL_PART = 0.1;
/** The process's use of a core: what wavers by less is noise (judgement). */
const CPU_PART = 0.5;
const CPU_LEAST = 0.0025;

/** @returns whether `now` says something that someone who knows `before` should hear. */
export function isNews(before: Condition, now: Condition): boolean {
  return (
    before.source !== now.source ||
    before.sourceReason !== now.sourceReason ||
    before.cpuBudget !== now.cpuBudget ||
    before.spool.problem !== now.spool.problem ||
    before.spool.lostSamples !== now.spool.lostSamples ||
    JSON.stringify(before.limitations) !== JSON.stringify(now.limitations) ||
    cpuMoved(before.cpuUsed, now.cpuUsed) ||
    before.tiers.length !== now.tiers.length ||
    now.tiers.some((tier, index) => tierMoved(before.tiers[index], tier))
  );
}

function tierMoved(before: TierCondition | undefined, now: TierCondition): boolean {
  if (before === undefined || before.reason !== now.reason) return true;
  if (isNull(before.intervalMs) !== isNull(now.intervalMs) || isNull(before.cpuUs) !== isNull(now.cpuUs))
    return true;
  const was = before.intervalMs ?? 0;
  return Math.abs((now.intervalMs ?? 0) - was) >= Math.max(1, was * INTERVAL_PART);
}

function cpuMoved(before: number | null, now: number | null): boolean {
  if (before === null || now === null) return before !== now;
  return Math.abs(now - before) > Math.max(CPU_LEAST, before * CPU_PART);
}

function isNull(value: number | null): boolean {
  return value === null;
}
