import { decodeSample, type Sample } from "@fourtuple/core/samples";

/** The host's clock may run this far ahead and still be believed. */
const MAX_AHEAD_MS = 5 * 60_000;

export type Intake =
  | { readonly ok: true; readonly sample: Sample }
  | { readonly ok: false; readonly reason: string };

/** Reads the samples of one connection, each against the one before. */
export class SampleIntake {
  private previous: Sample | null = null;

  /** @param epochMs the run the agent proved itself for */
  constructor(private readonly epochMs: number) {}

  /** @returns the sample, or what is wrong: the connection cannot go on, since later frames build on this one. */
  read(payload: Uint8Array): Intake {
    const decoded = decodeSample(payload, this.previous);
    if (!decoded.ok) return decoded;
    const { sample } = decoded;
    if (sample.epochMs !== this.epochMs) return { ok: false, reason: "epochMs is not that of hello" };
    if (sample.seq < 1) return { ok: false, reason: "seq counts from 1" };
    this.previous = sample;
    return decoded;
  }
}

/**
 * The time a sample or reading is filed under. A clock that is minutes ahead, or behind all that is kept,
 * is wrong: the server's stands in, and the host's skew is shown.
 */
export function filingTime(atMs: number, nowMs: number, retentionMs: number): number {
  return atMs > nowMs + MAX_AHEAD_MS || atMs < nowMs - retentionMs ? nowMs : atMs;
}
