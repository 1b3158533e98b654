/** How the state counts of a sample were had, best first. `none`: no way worked, every count is null. */
export const CENSUS_SOURCES = ["sock_diag", "procfs", "none"] as const;
export type CensusSource = (typeof CENSUS_SOURCES)[number];

/**
 * One second of one host. `(epochMs, seq)` names it for good: `epochMs` is the start of the
 * agent's run, `seq` counts its samples from 1. Wall time is for display only, never for order.
 */
export interface Sample {
  readonly epochMs: number;
  readonly seq: number;
  /** The host's wall clock when the sample was taken, ms since 1970. */
  readonly atMs: number;
  readonly censusSource: CensusSource;
  /** True when the census was cut short, so that its counts are a lower bound. */
  readonly partial: boolean;
  /** By metric id: a whole number >= 0, or null where the figure is not available. Never a made-up zero. */
  readonly values: readonly (number | null)[];
}
