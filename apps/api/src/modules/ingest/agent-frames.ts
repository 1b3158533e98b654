import { FRAME, listenersSchema, type Refuse, sysctlsSchema } from "@fourtuple/contracts/agent";
import type { Clock } from "../../platform/clock/clock.js";
import type { SysctlsService } from "../hosts/sysctls.service.js";
import type { LiveHub } from "../live/hub/live-hub.service.js";
import { readJsonFrame } from "./json-frame.js";
import { filingTime, SampleIntake } from "./sample-intake.js";
import type { AckTarget } from "./sample-queue.js";
import type { SampleWriter } from "./sample-writer.service.js";

export interface FrameServices {
  readonly writer: SampleWriter;
  readonly hub: LiveHub;
  readonly sysctls: SysctlsService;
  readonly clock: Clock;
  readonly retentionMs: number;
}

const RETRY_AFTER_MS = 5_000;

export function malformed(message: string): Refuse {
  return { code: "malformed", message };
}

/** What an admitted agent sends, brought to where it belongs. */
export class AgentFrames {
  private readonly samples: SampleIntake;

  /** @param epochMs the run the agent proved itself for */
  constructor(
    private readonly target: AckTarget,
    epochMs: number,
    private readonly services: FrameServices,
  ) {
    this.samples = new SampleIntake(epochMs);
  }

  /** Takes one frame; types that are not known are passed over. @returns why the agent is to be refused, or null */
  take(type: number, payload: Uint8Array): Refuse | null {
    if (type === FRAME.SAMPLE) return this.takeSample(payload);
    if (type === FRAME.LISTENERS) return this.takeListeners(payload);
    if (type === FRAME.SYSCTLS) return this.takeSysctls(payload);
    return null;
  }

  private takeSample(payload: Uint8Array): Refuse | null {
    const read = this.samples.read(payload);
    if (!read.ok) return malformed(read.reason);
    const receivedMs = this.services.clock.nowMs();
    const atMs = filingTime(read.sample.atMs, receivedMs, this.services.retentionMs);
    const sample = { ...read.sample, atMs, receivedMs, clockSkewMs: read.sample.atMs - receivedMs };
    if (!this.services.writer.enqueue({ target: this.target, sample })) {
      const message = "more samples wait than may; keep them and come back";
      return { code: "overloaded", message, retryAfterMs: RETRY_AFTER_MS };
    }
    this.services.hub.addSample(this.target.hostId, sample);
    return null;
  }

  private takeListeners(payload: Uint8Array): Refuse | null {
    const frame = readJsonFrame(listenersSchema, payload);
    if (!frame.ok) return malformed(frame.reason);
    const atMs = filingTime(frame.value.atMs, this.services.clock.nowMs(), this.services.retentionMs);
    this.services.hub.setListeners(this.target.hostId, { ...frame.value, atMs });
    return null;
  }

  private takeSysctls(payload: Uint8Array): Refuse | null {
    const frame = readJsonFrame(sysctlsSchema, payload);
    if (!frame.ok) return malformed(frame.reason);
    const atMs = filingTime(frame.value.atMs, this.services.clock.nowMs(), this.services.retentionMs);
    this.services.sysctls.record(this.target.hostId, atMs, frame.value.readings);
    return null;
  }
}
