/** Below this a difference of clocks is travel time and rounding, not a clock that is wrong. */
export const NOTABLE_SKEW_MS = 2000;
