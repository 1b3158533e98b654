import { FRAME, frameOf } from "@fourtuple/contracts/agent";
import { encodeSample, type Sample } from "@fourtuple/core/samples";
import type { Wire } from "./wire.js";

/** Samples as they are taken, each as a delta against the one before on the same connection. Nobody answers for them. */
export class LiveFrames {
  /** The last one sent on this connection: what the next is coded against. */
  #lastSent: Sample | null = null;

  /** A new connection: it begins with what is known of this minute, so that the page has no hole there. */
  begin(wire: Wire, openMinute: readonly Sample[]): void {
    this.#lastSent = null;
    for (const sample of openMinute) this.send(wire, sample);
  }

  /** Sends `sample`, or leaves it out on a connection that takes nothing; the next is then whole again. */
  send(wire: Wire, sample: Sample): void {
    if (wire.isClogged()) {
      this.#lastSent = null;
      return;
    }
    wire.send(frameOf(FRAME.SAMPLE, encodeSample(sample, this.#lastSent)));
    this.#lastSent = sample;
  }
}
