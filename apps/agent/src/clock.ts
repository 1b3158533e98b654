/** Time and timers, so that tests need not wait. */
export interface Clock {
  /** Never goes back, ms from an arbitrary start. */
  monotonicMs(): number;
  /** The wall clock, ms since 1970. */
  wallMs(): number;
  /** @returns a function that cancels the call. */
  after(delayMs: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};
