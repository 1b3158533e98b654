import { CENSUS_TIERS, type CensusTier } from "@fourtuple/core/samples";
import { type Accounts, type Bill, pay } from "./accounts.js";
import { learnCost, predictUs, type TierCost } from "./cost-model.js";
import type { SocketFigures } from "./figures.js";
import { LONGEST_INTERVAL_MS, type Plan, planIntervals } from "./intervals.js";

/**
 * Decides which census is made now. Each tier has an account: a census of it is paid for by the time until the
 * next one may be made, so that over a long time the tiers use their shares and no more, whatever single ones
 * cost. The whole may be counted ahead of its time when something jumps, one interval ahead at most; the time
 * after it is then longer. Where nothing moves nothing is counted, but for a look every few seconds. What else
 * is read with every sample, LISTEN and the pulse, is not decided here.
 */
export interface GovernorState {
  readonly costs: Readonly<Record<CensusTier, TierCost | null>>;
  /** Null before the first decision. */
  readonly plan: Plan | null;
  readonly accounts: Accounts;
  /** The last census, until the next decision: what it cost has a part in what it has to pay. */
  readonly bill: Bill | null;
  /** Monotonic ms of the start of the last census that read the tier's states. */
  readonly readAtMs: Readonly<Record<CensusTier, number | null>>;
  /** Something jumped then, and the whole was not counted since. */
  readonly jumpedAtMs: number | null;
  /** CPU of one reading of LISTEN, smoothed. */
  readonly listenersUs: number;
  /** Whether single states can be asked for: false while a stand-in of sock_diag answers. Kept by the caller. */
  readonly singleStates: boolean;
}

export interface GovernorSettings {
  readonly tickMs: number;
  /** Share of one core. */
  readonly cpuBudget: number;
}

export interface TickInput {
  /** Monotonic. */
  readonly nowMs: number;
  readonly figures: SocketFigures;
  /** Size of ip_local_port_range; null where unknown. */
  readonly portCount: number | null;
  readonly stretch: number;
  /** A counter or a gauge changed so that the whole should be looked at soon. */
  readonly jumped: boolean;
  /** Monotonic ms of the last sample that saw anything move. */
  readonly movedAtMs: number;
  /** A census is under way: none can be started. */
  readonly busy: boolean;
}

export interface Decision {
  readonly state: GovernorState;
  /** What to read now; null for nothing. */
  readonly run: CensusTier | null;
  /** Nothing moved since the whole was counted, and that is not long ago: LISTEN is as it was, too. */
  readonly isStill: boolean;
  readonly plan: Plan;
}

/** What came of a census. */
export interface CensusOutcome {
  readonly tier: CensusTier;
  readonly startedMs: number;
  /** Null when no source worked. */
  readonly cpuUs: number | null;
  /** As the pulse saw them when it started. */
  readonly figures: SocketFigures;
}

const NONE = { full: null, troubled: null, timeWait: null } as const;

/** A jump that could not be looked at within this time is history (judgement). */
const JUMP_LASTS_MS = 60_000;
/** Where nothing moves the whole is counted so often, in case something did that no counter tells (judgement). */
const STILL_EVERY_MS = 5_000;
/** So many samples after a full census the next one would show the same (judgement). */
const FRESH_TICKS = 2;
/** A quarter of the ephemeral ports held, by TIME_WAIT or connections: half of the 50 % at which connect() gets dear. */
const PORTS_MATTER_PART = 0.25;
/** Fewer TIME_WAIT than this part of the range say nothing about it (judgement). */
const TIME_WAIT_MATTERS_PART = 0.05;
/** The kernel's default range, where it cannot be read. */
const DEFAULT_PORT_COUNT = 28_232;
const LISTENERS_WEIGHT = 0.1;

export const INITIAL_STATE: GovernorState = {
  costs: NONE,
  plan: null,
  accounts: NONE,
  bill: null,
  readAtMs: NONE,
  jumpedAtMs: null,
  listenersUs: 0,
  singleStates: true,
};

export function decide(settings: GovernorSettings, before: GovernorState, input: TickInput): Decision {
  const plan = planIntervals({
    ...settings,
    stretch: input.stretch,
    listenersUs: before.listenersUs,
    predictedUs: predictAll(before, input.figures),
    singleStates: before.singleStates,
    portsMatter: portsMatter(input),
    previous: before.plan,
  });
  const accounts = before.bill === null ? before.accounts : pay(before.accounts, before.bill, plan);
  const state = { ...before, plan, accounts, bill: null, jumpedAtMs: keepJump(before, input) };
  const isStill = showsNothingNew(settings, state, input);
  const run = input.busy || isStill ? null : choose(settings, state, plan, input.nowMs);
  return { state, run, isStill, plan };
}

/** Takes a census into account, and at the next decision puts off the next one of its tier accordingly. */
export function noteCensus(state: GovernorState, outcome: CensusOutcome): GovernorState {
  const { tier, startedMs, cpuUs, figures } = outcome;
  const covered = tier === "full" ? CENSUS_TIERS : [tier];
  const cost = cpuUs === null ? null : learnCost(tier, state.costs[tier], cpuUs, figures);
  const costs = cost === null ? state.costs : withTier(state.costs, tier, cost);
  // What the first one took beyond what is believed of it was spent on starting, which no later one repays.
  const spentUs = state.costs[tier] === null ? (cost?.cpuUs ?? 0) : (cpuUs ?? 0);
  return {
    ...state,
    costs,
    jumpedAtMs: tier === "full" ? null : state.jumpedAtMs,
    bill: { tier, startedMs, spentUs },
    readAtMs: { ...state.readAtMs, ...Object.fromEntries(covered.map((each) => [each, startedMs])) },
  };
}

export function noteListeners(state: GovernorState, cpuUs: number): GovernorState {
  const listenersUs =
    state.listenersUs === 0 ? cpuUs : state.listenersUs + LISTENERS_WEIGHT * (cpuUs - state.listenersUs);
  return { ...state, listenersUs };
}

function predictAll({ costs }: GovernorState, figures: SocketFigures): Record<CensusTier, number> {
  return {
    full: predictUs("full", costs.full, figures),
    troubled: predictUs("troubled", costs.troubled, figures),
    timeWait: predictUs("timeWait", costs.timeWait, figures),
  };
}

function portsMatter({ figures, portCount }: TickInput): boolean {
  const ports = portCount ?? DEFAULT_PORT_COUNT;
  const timeWait = figures.timeWait ?? 0;
  const held = timeWait + (figures.currEstab ?? 0);
  return held >= ports * PORTS_MATTER_PART && timeWait >= ports * TIME_WAIT_MATTERS_PART;
}

function keepJump({ jumpedAtMs }: GovernorState, { jumped, nowMs }: TickInput): number | null {
  if (jumped) return nowMs;
  return jumpedAtMs !== null && nowMs - jumpedAtMs <= JUMP_LASTS_MS ? jumpedAtMs : null;
}

/** Nothing moved since the whole was counted: no census would see anything else. */
function showsNothingNew(
  { tickMs }: GovernorSettings,
  state: GovernorState,
  { nowMs, movedAtMs }: TickInput,
): boolean {
  const countedAtMs = state.readAtMs.full;
  if (countedAtMs === null || movedAtMs > countedAtMs || state.jumpedAtMs !== null) return false;
  return nowMs - countedAtMs < STILL_EVERY_MS - tickMs / 2;
}

function choose(
  { tickMs }: GovernorSettings,
  state: GovernorState,
  plan: Plan,
  nowMs: number,
): CensusTier | null {
  if (isDue("full", state, nowMs, tickMs) || mayComeForward(state, plan, nowMs, tickMs)) return "full";
  const late = (["troubled", "timeWait"] as const)
    .filter((tier) => plan[tier].intervalMs !== null && isDue(tier, state, nowMs, tickMs))
    .map((tier) => ({ tier, lateness: ageMs(state, tier, nowMs) / (plan[tier].intervalMs ?? tickMs) }));
  // The one that waits for longer, by its own measure: a tier that is due at every sample must not keep the other out.
  return late.sort((a, b) => b.lateness - a.lateness)[0]?.tier ?? null;
}

/** Timers are a little late or early: what is due before the middle of the way to the next sample is due now. */
function isDue(tier: CensusTier, state: GovernorState, nowMs: number, tickMs: number): boolean {
  const paidThroughMs = state.accounts[tier];
  if (paidThroughMs === null || nowMs >= paidThroughMs - tickMs / 2) return true;
  return tier === "full" && ageMs(state, tier, nowMs) >= LONGEST_INTERVAL_MS - tickMs / 2;
}

function mayComeForward(state: GovernorState, plan: Plan, nowMs: number, tickMs: number): boolean {
  const paidThroughMs = state.accounts.full;
  if (state.jumpedAtMs === null || paidThroughMs === null) return false;
  const aheadMs = paidThroughMs - nowMs;
  return aheadMs <= (plan.full.intervalMs ?? 0) && ageMs(state, "full", nowMs) >= FRESH_TICKS * tickMs;
}

function ageMs({ readAtMs }: GovernorState, tier: CensusTier, nowMs: number): number {
  const atMs = readAtMs[tier];
  return atMs === null ? Number.POSITIVE_INFINITY : nowMs - atMs;
}

function withTier<T>(
  record: Readonly<Record<CensusTier, T>>,
  tier: CensusTier,
  value: T,
): Record<CensusTier, T> {
  return { ...record, [tier]: value };
}
