import { fold, isFoldable, unfold } from "./numbers.js";

/**
 * Takes what is expectable out of a column: what is left, the residuals, are whole numbers from 0 and small
 * when the guess is good. A transform's place in TRANSFORMS is its number in the bytes.
 */
export interface Transform {
  /** So many residuals fewer than figures there are. */
  readonly lag: number;
  /** Numbers from 0 that are told before the residuals. */
  readonly headLength: number;
  /** @returns the head; null when the changes are too large to be folded. Needs at least `lag` figures, and one. */
  take(figures: Float64Array, count: number, residuals: Float64Array): readonly number[] | null;
  /** The way back. The figures are right or, from bytes that no encoder made, anything: the caller looks. */
  restore(head: readonly number[], residuals: Float64Array, figures: Float64Array, count: number): void;
}

/** As many changes as the usual one is taken from (judgement: the median of all saves under 1 % and costs half as much time again). */
const PACE_PROBES = 9;

/** Each figure above the least one: gauges that jump about. */
const level: Transform = {
  lag: 0,
  headLength: 1,
  take(figures, count, residuals) {
    let least = figures[0] ?? 0;
    for (let index = 1; index < count; index++) least = Math.min(least, figures[index] ?? 0);
    for (let index = 0; index < count; index++) residuals[index] = (figures[index] ?? 0) - least;
    return [least];
  },
  restore([least = 0], residuals, figures, count) {
    for (let index = 0; index < count; index++) figures[index] = least + (residuals[index] ?? 0);
  },
};

/** Each change, folded: gauges that drift, counters that rarely move. */
const step: Transform = {
  lag: 1,
  headLength: 1,
  take(figures, count, residuals) {
    return takeSteps(figures, count, 0, residuals) ? [figures[0] ?? 0] : null;
  },
  restore([first = 0], residuals, figures, count) {
    restoreSteps(first, 0, residuals, figures, count);
  },
};

/** Each change less the usual change, folded: clocks, counters that move steadily. */
const pace: Transform = {
  lag: 1,
  headLength: 2,
  take(figures, count, residuals) {
    const usual = usualStep(figures, count);
    if (!isFoldable(usual) || !takeSteps(figures, count, usual, residuals)) return null;
    return [figures[0] ?? 0, fold(usual)];
  },
  restore([first = 0, usual = 0], residuals, figures, count) {
    restoreSteps(first, unfold(usual), residuals, figures, count);
  },
};

/** Each change less the change before, folded: counters whose rate drifts. */
const bend: Transform = {
  lag: 2,
  headLength: 2,
  take(figures, count, residuals) {
    const [first = 0, second = 0] = figures;
    let before = second - first;
    if (!isFoldable(before)) return null;
    const head = [first, fold(before)];
    for (let index = 2; index < count; index++) {
      const change = (figures[index] ?? 0) - (figures[index - 1] ?? 0);
      if (!isFoldable(change - before)) return null;
      residuals[index - 2] = fold(change - before);
      before = change;
    }
    return head;
  },
  restore([first = 0, firstChange = 0], residuals, figures, count) {
    let change = unfold(firstChange);
    let figure = first;
    figures[0] = figure;
    for (let index = 1; index < count; index++) {
      if (index > 1) change += unfold(residuals[index - 2] ?? 0);
      figure += change;
      figures[index] = figure;
    }
  },
};

export const TRANSFORMS: readonly Transform[] = [level, step, pace, bend];

/** @returns false when a change is too large to be folded. */
function takeSteps(figures: Float64Array, count: number, usual: number, residuals: Float64Array): boolean {
  for (let index = 1; index < count; index++) {
    const change = (figures[index] ?? 0) - (figures[index - 1] ?? 0) - usual;
    if (!isFoldable(change)) return false;
    residuals[index - 1] = fold(change);
  }
  return true;
}

function restoreSteps(
  first: number,
  usual: number,
  residuals: Float64Array,
  figures: Float64Array,
  count: number,
): void {
  let figure = first;
  figures[0] = figure;
  for (let index = 1; index < count; index++) {
    figure += usual + unfold(residuals[index - 1] ?? 0);
    figures[index] = figure;
  }
}

/** The median of some changes across the column. */
function usualStep(figures: Float64Array, count: number): number {
  const probes = Math.min(PACE_PROBES, count - 1);
  const changes: number[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const at = Math.floor((probe * (count - 1)) / probes);
    changes.push((figures[at + 1] ?? 0) - (figures[at] ?? 0));
  }
  return changes.sort((a, b) => a - b)[probes >> 1] ?? 0;
}
