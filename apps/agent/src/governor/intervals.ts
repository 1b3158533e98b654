import type { INTERVAL_REASONS } from "@fourtuple/contracts/agent";
import type { CensusTier } from "@fourtuple/core/samples";

/**
 * Of the agent's budget so much is for censuses; the rest is for the pulse, the listeners' lists, the wire and
 * the spool, which nothing can put off. Of the default of 1 % that is 0.4 %: measured, the whole process then
 * stays below 0.6 % of a core with 50,000 sockets.
 */
const CENSUS_PART = 0.4;
/** LISTEN is read with every sample and paid from the censuses' part, which keeps at least this of itself (judgement). */
const LEAST_CENSUS_PART = 0.25;
/** When not all can have what they want: most of it for the whole, which shows the most (judgement). */
const TROUBLED_PART = 0.45;
const TIME_WAIT_PART = 0.2;
/** TIME_WAIT lasts a minute and its lists are sent every 10 s at most: more often shows nothing new. */
const TIME_WAIT_EVERY_MS = 10_000;
/**
 * The floor: however dear, the whole is counted so often. At the default budget that is passed beyond about
 * a million sockets, and only then do the censuses use more than their part.
 */
export const LONGEST_INTERVAL_MS = 300_000;
/** An interval is kept while what it should be is within this part of it, so that it does not flutter (judgement). */
const SLACK = 0.1;

export type IntervalReason = (typeof INTERVAL_REASONS)[number];

export interface TierPlan {
  /** A whole number of samples; null when the tier is not run at all. */
  readonly intervalMs: number | null;
  readonly reason: IntervalReason;
  /** Of one core. */
  readonly share: number;
}

export type Plan = Readonly<Record<CensusTier, TierPlan>>;

export interface PlanInput {
  /** From one sample to the next. */
  readonly tickMs: number;
  /** Share of one core that the agent may use. */
  readonly cpuBudget: number;
  /** 1, or more while the whole process uses more than its budget. */
  readonly stretch: number;
  /** CPU of one reading of LISTEN. */
  readonly listenersUs: number;
  readonly predictedUs: Readonly<Record<CensusTier, number>>;
  /** Whether single states can be asked for: by sock_diag alone. */
  readonly singleStates: boolean;
  /** Whether so many ports are held that it matters who holds them. */
  readonly portsMatter: boolean;
  readonly previous: Plan | null;
}

/** How often each tier may be read. An interval of a tier counts the censuses of `full` in, which read its states too. */
export function planIntervals(input: PlanInput): Plan {
  const { tickMs, predictedUs, singleStates, portsMatter, previous } = input;
  const share = censusShare(input);
  const at = (tier: CensusTier, part: number): TierPlan =>
    everyShare(predictedUs[tier], part, tickMs, previous?.[tier].intervalMs ?? null);
  const whole = at("full", share);
  if (whole.reason === "every-sample" || !singleStates) {
    const other: TierPlan = singleStates ? whole : { intervalMs: null, reason: "unavailable", share: 0 };
    return { full: whole, troubled: other, timeWait: other };
  }
  const troubledShare = Math.min(predictedUs.troubled / 1000 / tickMs, share * TROUBLED_PART);
  const timeWaitShare = portsMatter
    ? Math.min(predictedUs.timeWait / 1000 / TIME_WAIT_EVERY_MS, share * TIME_WAIT_PART)
    : 0;
  const full = at("full", share - troubledShare - timeWaitShare);
  return {
    full,
    troubled: notSlowerThan(at("troubled", troubledShare), full),
    timeWait: portsMatter
      ? notSlowerThan(at("timeWait", timeWaitShare), full)
      : { intervalMs: null, reason: "not-needed", share: 0 },
  };
}

function censusShare({ cpuBudget, stretch, listenersUs, tickMs }: PlanInput): number {
  const part = (cpuBudget * CENSUS_PART) / stretch;
  return Math.max(part - listenersUs / 1000 / tickMs, part * LEAST_CENSUS_PART);
}

function everyShare(costUs: number, share: number, tickMs: number, previousMs: number | null): TierPlan {
  const wantedMs = Math.min(costUs / 1000 / share, LONGEST_INTERVAL_MS);
  const intervalMs = settle(wantedMs, tickMs, previousMs);
  return { intervalMs, reason: intervalMs <= tickMs ? "every-sample" : "budget", share };
}

function settle(wantedMs: number, tickMs: number, previousMs: number | null): number {
  const least = Math.max(1, Math.ceil(wantedMs / tickMs - 1e-9)) * tickMs;
  if (previousMs === null || previousMs === least) return least;
  const stillAffordable = wantedMs <= previousMs * (1 + SLACK);
  const stillNeeded = wantedMs > (previousMs - tickMs) * (1 - SLACK);
  return stillAffordable && stillNeeded ? previousMs : least;
}

function notSlowerThan(plan: TierPlan, full: TierPlan): TierPlan {
  const slower = plan.intervalMs !== null && full.intervalMs !== null && plan.intervalMs > full.intervalMs;
  return slower ? { ...plan, intervalMs: full.intervalMs, reason: full.reason } : plan;
}
