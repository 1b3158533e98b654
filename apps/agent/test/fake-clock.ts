import type { Clock } from "../src/clock.js";

export interface FakeClock {
  readonly clock: Clock;
  /** Timers that have not fired. */
  pending(): number;
  /** Lets so much time pass; timers fire in their order, and what waits for them goes on. */
  advance(ms: number): Promise<void>;
  /** The process sleeps: time passes and no timer fires. */
  freeze(ms: number): void;
  /** Somebody sets the wall clock. */
  setWall(ms: number): void;
}

/** A clock that moves only when told; each timer fires `lateMs` after its time. */
export function fakeClock(lateMs = 0): FakeClock {
  let nowMs = 5_000;
  let wallAheadMs = 0;
  let timers: { atMs: number; call: () => void }[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    clock: {
      monotonicMs: () => nowMs,
      wallMs: () => nowMs + wallAheadMs,
      after: (delayMs, call) => {
        const timer = { atMs: nowMs + delayMs + lateMs, call };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    pending: () => timers.length,
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const next = timers.toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > endMs) break;
        nowMs = Math.max(nowMs, next.atMs);
        timers = timers.filter((timer) => timer !== next);
        next.call();
        await settle();
      }
      nowMs = endMs;
    },
    freeze: (ms) => {
      nowMs += ms;
    },
    setWall: (ms) => {
      wallAheadMs = ms - nowMs;
    },
  };
}
