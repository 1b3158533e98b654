import { decodeSample, type Sample } from "@fourtuple/core/samples";

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
