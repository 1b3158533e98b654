/** The window over which the process's own CPU is told. */
const WINDOW_MS = 60_000;
/** Marks in it: the share is then of 60 to 65 s. */
const MARK_EVERY_MS = 5_000;
/** Two whole windows in a row above the budget are "for long"; one may be a busy reconnect (judgement). */
const LONG_WINDOWS = 2;
const STRETCH_STEP = 1.5;
/** At the default budget the censuses then have 0.05 % of a core, and their floor (judgement). */
const MOST_STRETCH = 8;
/** Relaxed only well below the budget, so that it does not swing to and fro. */
const RELAX_BELOW_PART = 0.75;

interface Mark {
  readonly atMs: number;
  readonly cpuUs: number;
}

export interface LoadState {
  readonly marks: readonly Mark[];
  /** Share of one core over the last minute; null before there was one. */
  readonly cpuUsed: number | null;
  /** How much longer the intervals of the censuses are than what they cost alone would make them; at least 1. */
  readonly stretch: number;
  /** Whole windows above the budget, without a break. */
  readonly windowsAbove: number;
  readonly windowStartedMs: number;
}

export function startLoad(atMs: number, cpuUs: number): LoadState {
  return { marks: [{ atMs, cpuUs }], cpuUsed: null, stretch: 1, windowsAbove: 0, windowStartedMs: atMs };
}

/** @param cpuUs CPU of the process since it began, user and system. @param cpuBudget share of one core. */
export function noteLoad(before: LoadState, atMs: number, cpuUs: number, cpuBudget: number): LoadState {
  const newest = before.marks.at(-1);
  if (newest !== undefined && atMs - newest.atMs < MARK_EVERY_MS) return before;
  const marks = [...before.marks, { atMs, cpuUs }];
  // The oldest kept is the youngest of those that are a whole window old.
  while (marks[1] !== undefined && atMs - marks[1].atMs >= WINDOW_MS) marks.shift();
  const oldest = marks[0];
  const isWhole = oldest !== undefined && atMs - oldest.atMs >= WINDOW_MS;
  const cpuUsed = isWhole ? (cpuUs - oldest.cpuUs) / 1000 / (atMs - oldest.atMs) : before.cpuUsed;
  return adapt({ ...before, marks, cpuUsed }, atMs, cpuBudget);
}

function adapt(state: LoadState, atMs: number, cpuBudget: number): LoadState {
  if (state.cpuUsed === null || atMs - state.windowStartedMs < WINDOW_MS) return state;
  const windowsAbove = state.cpuUsed > cpuBudget ? state.windowsAbove + 1 : 0;
  return {
    ...state,
    windowsAbove,
    windowStartedMs: atMs,
    stretch: stretchOf(state, windowsAbove, cpuBudget),
  };
}

function stretchOf({ stretch, cpuUsed }: LoadState, windowsAbove: number, cpuBudget: number): number {
  if (windowsAbove >= LONG_WINDOWS) return Math.min(stretch * STRETCH_STEP, MOST_STRETCH);
  const isWellBelow = cpuUsed !== null && cpuUsed < cpuBudget * RELAX_BELOW_PART;
  return isWellBelow ? Math.max(1, stretch / STRETCH_STEP) : stretch;
}
