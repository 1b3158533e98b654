import type { Sample } from "@fourtuple/core/samples";

/** A sample as it is filed: `atMs` is the host's clock, or the server's where that is far off. */
export interface ReceivedSample extends Sample {
  /** When it came, by the server's clock. */
  readonly receivedMs: number;
  /** The host's clock minus the server's when it came. */
  readonly clockSkewMs: number;
}

/** Two minutes at one a second: what sparklines show, twice over. */
const RING_SIZE = 120;

/** The newest samples of one host, oldest first. */
export class SampleRing {
  private readonly samples: ReceivedSample[] = [];

  /** Takes a sample only if it is newer than all before it. @returns whether it was taken. */
  push(sample: ReceivedSample): boolean {
    const newest = this.newest();
    if (newest && !isNewer(sample, newest)) return false;
    this.samples.push(sample);
    if (this.samples.length > RING_SIZE) this.samples.shift();
    return true;
  }

  newest(): ReceivedSample | null {
    return this.samples.at(-1) ?? null;
  }

  all(): readonly ReceivedSample[] {
    return this.samples;
  }
}

/** A new run of the agent is newer whatever its epoch says: its host's clock may have been set back. */
function isNewer(sample: ReceivedSample, newest: ReceivedSample): boolean {
  if (sample.epochMs !== newest.epochMs) return sample.receivedMs >= newest.receivedMs;
  return sample.seq > newest.seq;
}
