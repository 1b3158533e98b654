import type { Sample } from "@fourtuple/core/samples";

/**
 * Samples that the server has not acknowledged, oldest first. Some of them have been sent on the present
 * connection; after a new connection all of them are to be sent again, in the same order.
 */
export class SampleQueue {
  readonly #limit: number;
  readonly #samples: Sample[] = [];
  /** This many, counted from the oldest, have been sent on the present connection. */
  #sent = 0;
  #dropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#samples.length;
  }

  /** Samples given up for want of room, over the life of the queue. Their numbers are missing at the server. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds the newest sample; when there is no room the oldest gives way. */
  push(sample: Sample): void {
    this.#samples.push(sample);
    if (this.#samples.length <= this.#limit) return;
    this.#samples.shift();
    this.#sent = Math.max(0, this.#sent - 1);
    this.#dropped += 1;
  }

  /** @returns the next sample to send, which counts as sent from now on; undefined when all are. */
  takeUnsent(): Sample | undefined {
    const sample = this.#samples[this.#sent];
    if (sample !== undefined) this.#sent += 1;
    return sample;
  }

  /** A new connection: nothing has been sent on it. */
  rewind(): void {
    this.#sent = 0;
  }

  /**
   * Forgets the samples of `epochMs` up to and including `seq`. Only what was sent can be acknowledged:
   * a number that runs ahead takes nothing with it that the server cannot have.
   */
  acknowledge(epochMs: number, seq: number): void {
    let count = 0;
    while (count < this.#sent) {
      const sample = this.#samples[count];
      if (sample === undefined || sample.epochMs !== epochMs || sample.seq > seq) break;
      count += 1;
    }
    this.#samples.splice(0, count);
    this.#sent -= count;
  }
}
