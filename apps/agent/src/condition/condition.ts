import type { Condition, Limitation } from "@fourtuple/contracts/agent";
import type { SamplerStatus } from "../sampler.js";

const MAX_REASON = 300;

export interface ConditionInput {
  readonly atMs: number;
  /** Share of one core. */
  readonly cpuBudget: number;
  readonly sampler: SamplerStatus;
  readonly limitations: readonly Limitation[];
  readonly spool: Condition["spool"];
}

/** How the agent is, in the words of the contract. */
export function assembleCondition({
  atMs,
  cpuBudget,
  sampler,
  limitations,
  spool,
}: ConditionInput): Condition {
  const { cpuUsed, source, sourceReason, tiers } = sampler;
  return {
    atMs,
    cpuBudget,
    cpuUsed: cpuUsed === null ? null : Math.round(cpuUsed * 1e6) / 1e6,
    source,
    sourceReason: sourceReason === null ? null : sourceReason.slice(0, MAX_REASON),
    tiers: [...tiers],
    limitations: [...limitations],
    spool,
  };
}
