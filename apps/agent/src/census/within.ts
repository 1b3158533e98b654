import type { Clock } from "../clock.js";

/** Resolves when `work` is done, or after `ms`, whichever is first; the work goes on then. It must not reject. */
export function within(ms: number, work: Promise<unknown>, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    void work.then(() => {
      cancel();
      resolve();
    });
  });
}
