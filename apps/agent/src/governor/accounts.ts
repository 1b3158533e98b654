import { CENSUS_TIERS, type CensusTier } from "@fourtuple/core/samples";
import { LONGEST_INTERVAL_MS, type Plan } from "./intervals.js";

/**
 * By tier the monotonic ms up to which its censuses are paid: the time until the next one may be made is what a
 * census is paid with. Null before the first.
 */
export type Accounts = Readonly<Record<CensusTier, number | null>>;

/** A census that was made and is not paid yet. */
export interface Bill {
  readonly tier: CensusTier;
  /** Monotonic. */
  readonly startedMs: number;
  /** CPU, user and system. */
  readonly spentUs: number;
}

/** What a census cost more than planned is only charged beyond this: smaller errors the smoothed cost evens out. */
const OVERRUN = 1.5;

/** @param plan the one that knows of the census's cost already. */
export function pay(accounts: Accounts, { tier, startedMs, spentUs }: Bill, plan: Plan): Accounts {
  // It begins where the one before it was paid through, so that what came ahead of its time is made up for.
  const from = Math.max(accounts[tier] ?? startedMs, startedMs);
  const paid = { ...accounts, [tier]: from + priceMs(plan, tier, spentUs) };
  return tier === "full" ? restOthers(paid, startedMs, plan) : paid;
}

function priceMs(plan: Plan, tier: CensusTier, spentUs: number): number {
  const { intervalMs, share } = plan[tier];
  const plannedMs = intervalMs ?? 0;
  const spentMs = share > 0 ? spentUs / 1000 / share : 0;
  return Math.min(spentMs > plannedMs * OVERRUN ? spentMs : plannedMs, LONGEST_INTERVAL_MS);
}

/** The other tiers' states were read with all the rest: it costs them nothing, and they have time again. */
function restOthers(accounts: Accounts, startedMs: number, plan: Plan): Accounts {
  const rested = CENSUS_TIERS.filter((tier) => tier !== "full").map((tier) => {
    const untilMs = startedMs + (plan[tier].intervalMs ?? 0);
    return [tier, Math.max(accounts[tier] ?? untilMs, untilMs)];
  });
  return { ...accounts, ...Object.fromEntries(rested) };
}
