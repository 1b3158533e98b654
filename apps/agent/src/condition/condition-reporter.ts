import type { Condition } from "@fourtuple/contracts/agent";
import { isNews } from "./condition-news.js";

const LEAST_INTERVAL_MS = 5_000;
/** Costs and socket counts are no news by themselves, but should not grow old on a page either (judgement). */
const REFRESH_MS = 300_000;

/** Passes on how the agent is, when that changed by more than noise and not too often. */
export interface ConditionReporter {
  /** @param nowMs monotonic. @param assemble called only when something may be sent. */
  consider(nowMs: number, assemble: () => Condition): void;
}

export function createConditionReporter(push: (condition: Condition) => void): ConditionReporter {
  let sent: { readonly condition: Condition; readonly atMs: number } | null = null;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return {
    consider(nowMs, assemble) {
      if (nowMs - lookedAtMs < LEAST_INTERVAL_MS) return;
      lookedAtMs = nowMs;
      const condition = assemble();
      if (sent !== null && nowMs - sent.atMs < REFRESH_MS && !isNews(sent.condition, condition)) return;
      sent = { condition, atMs: nowMs };
      push(condition);
    },
  };
}
