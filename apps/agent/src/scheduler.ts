import { type Clock, systemClock } from "./clock.js";

export interface SchedulerOptions {
  readonly intervalMs: number;
  /** The work of one tick; must handle its own failures. */
  readonly run: () => Promise<void>;
  /** Called with the number of ticks that were left out: the one before still ran, or the process slept. */
  readonly onSkip?: (skipped: number) => void;
  readonly clock?: Clock;
}

export interface Scheduler {
  /** No further tick; resolves when the running one has ended. */
  stop(): Promise<void>;
}

/**
 * Runs ticks at start + k × interval on the monotonic clock, the first at once: a late timer does not
 * move the ticks after it. A tick never starts while one runs, and none is made up for.
 */
export function startScheduler({
  intervalMs,
  run,
  onSkip,
  clock = systemClock,
}: SchedulerOptions): Scheduler {
  const startMs = clock.monotonicMs();
  let running: Promise<void> | null = null;
  let stopped = false;
  let cancel = arm(0);

  function arm(tick: number): () => void {
    return clock.after(Math.max(0, startMs + tick * intervalMs - clock.monotonicMs()), () => fire(tick));
  }

  function fire(tick: number): void {
    if (stopped) return;
    // Timers may fire a little early: then `due` is the tick before, and `tick` counts.
    const due = Math.floor((clock.monotonicMs() - startMs) / intervalMs);
    const missed = Math.max(0, due - tick);
    const skipped = missed + (running === null ? 0 : 1);
    if (skipped > 0) onSkip?.(skipped);
    running ??= run().finally(() => {
      running = null;
    });
    cancel = arm(tick + missed + 1);
  }

  return {
    stop: async () => {
      stopped = true;
      cancel();
      await running;
    },
  };
}
