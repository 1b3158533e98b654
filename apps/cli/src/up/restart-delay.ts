/** Judgement: long enough not to burn a core, short enough that a mended cause is found within half a minute. */
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** A program that lived this long had started well, so its end counts as the first (judgement). */
const HEALTHY_AFTER_MS = 60_000;

export interface Restart {
  readonly failures: number;
  readonly delayMs: number;
}

/** When to start a program again that ended after `livedMs`, having failed `failures` times in a row before. */
export function nextRestart(failures: number, livedMs: number): Restart {
  const before = livedMs >= HEALTHY_AFTER_MS ? 0 : failures;
  return { failures: before + 1, delayMs: Math.min(FIRST_DELAY_MS * 2 ** before, LONGEST_DELAY_MS) };
}
