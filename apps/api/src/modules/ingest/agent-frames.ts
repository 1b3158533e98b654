import { FRAME, ownersSchema, type Refuse } from "@fourtuple/contracts/agent";
import { AgentReadings, type ReadingServices } from "./agent-readings.js";
import { filingTime } from "./filing-time.js";
import { readJsonFrame } from "./json-frame.js";
import type { OwnersService } from "./owners.service.js";
import { RecordIntake, type RecordServices } from "./record-intake.js";
import type { RecordTarget } from "./record-queue.js";
import { SampleIntake } from "./sample-intake.js";
import type { AckTarget } from "./sample-queue.js";
import type { SampleWriter } from "./sample-writer.service.js";

export interface FrameServices extends ReadingServices, RecordServices {
  readonly writer: SampleWriter;
  readonly owners: OwnersService;
}

/** What `hello` said of the connection. */
export interface AgentRun {
  /** The run the agent proved itself for. */
  readonly epochMs: number;
  /** `packs`: samples are for the live view, since a record brings each of them once more. */
  readonly delivers: "samples" | "packs";
}

const RETRY_AFTER_MS = 5_000;

export function malformed(message: string): Refuse {
  return { code: "malformed", message };
}

/** What an admitted agent sends, brought to where it belongs. */
export class AgentFrames {
  private readonly samples: SampleIntake;
  private readonly records: RecordIntake;
  private readonly readings: AgentReadings;
  private readonly nobody: AckTarget;
  /** As the newest sample shows it; a clock that no sample has shown yet is believed. */
  private clockSkewMs = 0;

  constructor(
    private readonly target: AckTarget & RecordTarget,
    private readonly run: AgentRun,
    private readonly services: FrameServices,
  ) {
    this.samples = new SampleIntake(run.epochMs);
    this.records = new RecordIntake(target, services);
    this.readings = new AgentReadings(target.hostId, services);
    this.nobody = { hostId: target.hostId, acknowledge: () => undefined };
  }

  /** Takes one frame; types that are not known are passed over. @returns why the agent is to be refused, or null */
  take(type: number, payload: Uint8Array): Refuse | null {
    if (type === FRAME.SAMPLE) return this.takeSample(payload);
    if (type === FRAME.RECORD) return this.records.take(payload, this.clockSkewMs);
    if (type === FRAME.OWNERS) return this.takeOwners(payload);
    return this.readings.take(type, payload);
  }

  private takeSample(payload: Uint8Array): Refuse | null {
    const read = this.samples.read(payload);
    if (!read.ok) return malformed(read.reason);
    const receivedMs = this.services.clock.nowMs();
    const { retentionMs, hub, writer } = this.services;
    this.clockSkewMs = read.sample.atMs - receivedMs;
    const atMs = filingTime(read.sample.atMs, { nowMs: receivedMs, retentionMs });
    const sample = { ...read.sample, atMs, receivedMs, clockSkewMs: this.clockSkewMs };
    if (this.run.delivers === "packs") writer.offer({ target: this.nobody, sample });
    else if (!writer.enqueue({ target: this.target, sample })) {
      const message = "more samples wait than may; keep them and come back";
      return { code: "overloaded", message, retryAfterMs: RETRY_AFTER_MS };
    }
    hub.addSample(this.target.hostId, sample);
    return null;
  }

  private takeOwners(payload: Uint8Array): Refuse | null {
    const frame = readJsonFrame(ownersSchema, payload);
    if (!frame.ok) return malformed(frame.reason);
    this.services.owners.take(this.target.hostId, frame.value);
    return null;
  }
}
