import {
  decodeRecordPayload,
  MAX_UNANSWERED_RECORDS,
  type RecordAck,
  type RecordFrame,
  type Refuse,
} from "@fourtuple/contracts/agent";
import type { Clock } from "../../platform/clock/clock.js";
import type { Log } from "../../platform/logging/logger.js";
import type { HostQuotas } from "./host-quotas.js";
import type { RecordTarget } from "./record-queue.js";
import { RECORD_KINDS } from "./record-reader.js";
import type { RecordWriter } from "./record-writer.service.js";

export interface RecordServices {
  readonly records: RecordWriter;
  readonly quotas: HostQuotas;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes the records of one connection: never more at once than the contract says, each answered once. */
export class RecordIntake {
  private unanswered = 0;
  private readonly unknownKinds = new Set<number>();
  private readonly target: RecordTarget;

  constructor(
    connection: RecordTarget,
    private readonly services: RecordServices,
  ) {
    this.target = {
      hostId: connection.hostId,
      answer: (ack: RecordAck) => {
        this.unanswered--;
        connection.answer(ack);
      },
      hold: () => connection.hold(),
      release: () => connection.release(),
    };
  }

  /**
   * @param clockSkewMs the host's clock minus the server's
   * @returns why the agent is to be refused, or null
   */
  take(payload: Uint8Array, clockSkewMs: number): Refuse | null {
    const read = decodeRecordPayload(payload);
    if (!read.ok) return { code: "malformed", message: read.reason };
    const { kind, id, body } = read.value;
    if (!RECORD_KINDS.includes(kind)) return this.passOver(read.value);
    if (this.unanswered >= MAX_UNANSWERED_RECORDS) {
      const message = `more than ${MAX_UNANSWERED_RECORDS} records were sent without waiting for an answer`;
      return { code: "malformed", message };
    }
    const retryAfterMs = this.services.quotas.use("records", this.target.hostId);
    if (retryAfterMs > 0) {
      const message = "this host has sent more records than it can have; keep them and come back";
      return { code: "overloaded", message, retryAfterMs };
    }
    this.unanswered++;
    // A copy: what came is a view of a larger buffer, which would wait as long as it does.
    const record = { kind, id, body: new Uint8Array(body) };
    const receivedMs = this.services.clock.nowMs();
    this.services.records.enqueue({ target: this.target, record, receivedMs, clockSkewMs });
    return null;
  }

  /**
   * A record that a newer agent made: both answers would let it forget what nobody has stored, so it gets
   * none and keeps it for the server that comes after this one.
   */
  private passOver({ kind }: RecordFrame): null {
    if (!this.unknownKinds.has(kind)) {
      const context = { hostId: this.target.hostId, kind };
      this.services.log.warn(
        context,
        "records of a kind that this server does not know stay with their agent",
      );
    }
    this.unknownKinds.add(kind);
    return null;
  }
}
