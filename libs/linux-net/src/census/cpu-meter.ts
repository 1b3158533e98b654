import { setImmediate as nextTurn } from "node:timers/promises";

function processCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Sums this process's CPU over the stretches in which a census runs; what other tasks use in between is left out. */
export class CpuMeter {
  #startedUs = processCpuUs();
  #totalUs = 0;

  /** Lets the event loop turn once, with the meter stopped. */
  async giveWay(): Promise<void> {
    this.#totalUs += processCpuUs() - this.#startedUs;
    await nextTurn();
    this.#startedUs = processCpuUs();
  }

  /** @returns CPU so far, user and system, µs. */
  readUs(): number {
    return this.#totalUs + processCpuUs() - this.#startedUs;
  }
}
