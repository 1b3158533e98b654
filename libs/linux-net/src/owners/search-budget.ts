import { CpuMeter } from "../census/cpu-meter.js";

/** What a search may take. It is asked for by a person who waits, and rarely (judgement). */
const CPU_LIMIT_MS = 2_000;
const WALL_LIMIT_MS = 5_000;
/** A step costs some microseconds, so that the event loop waits a millisecond at most. */
const STEPS_PER_TURN = 100;

export interface SearchLimits {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Measures a search, and says when it has to end. */
export class SearchBudget {
  readonly cpu = new CpuMeter();
  readonly #startedMs = performance.now();
  #steps = 0;

  constructor(private readonly limits: SearchLimits = { cpuMs: CPU_LIMIT_MS, wallMs: WALL_LIMIT_MS }) {}

  /** To be called for each step. @returns true when the turn is over: `giveWay()` is due. */
  step(): boolean {
    this.#steps++;
    return this.#steps % STEPS_PER_TURN === 0;
  }

  giveWay(): Promise<void> {
    return this.cpu.giveWay();
  }

  isSpent(): boolean {
    return (
      this.cpu.readUs() > this.limits.cpuMs * 1000 || performance.now() - this.#startedMs > this.limits.wallMs
    );
  }
}
