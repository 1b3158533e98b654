/** The two clocks of the server. */
export abstract class Clock {
  /** Wall time, ms since 1970. */
  abstract nowMs(): number;
  /** Time that neither jumps nor goes back, in ms from an arbitrary start: for waiting and silence. */
  abstract monotonicMs(): number;
}

export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }
}
