import { Inject, Injectable } from "@nestjs/common";
import type { ApiConfig } from "../../config.js";
import { CONFIG } from "../../platform/config.token.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { type QueuedRecord, RecordQueue } from "./record-queue.js";
import { type ReadRecord, readRecord } from "./record-reader.js";
import { type RecordAnswer, type RecordItem, RecordStore } from "./record-store.service.js";
import { WriteTurns } from "./write-turns.js";

/** Four packs of each of 4,000 quiet hosts (judgement). */
const MAX_WAITING_BYTES = 32 * 2 ** 20;
/** A batch ends with the record that reaches this: as many samples as a batch of live ones. */
const FULL_BATCH_SAMPLES = 500;
const MAX_BATCH_RECORDS = 64;
const MAX_REASON = 300;
const RETRY_MS = { first: 250, longest: 4_000 };
const DAY_MS = 86_400_000;

/**
 * Stores records behind the live samples and answers for them after COMMIT, never before. What cannot be read
 * is rejected for good, so that no agent sends it for ever; what cannot be stored now waits here, within
 * bounds, and with its agent, which keeps it until it is answered for.
 */
@Injectable()
export class RecordWriter {
  private readonly queue = new RecordQueue(MAX_WAITING_BYTES);
  private readonly retentionMs: number;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private retryMs = 0;
  private stopped = false;

  constructor(
    private readonly store: RecordStore,
    private readonly turns: WriteTurns,
    @Inject(CONFIG) config: ApiConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.retentionMs = config.retentionDays * DAY_MS;
  }

  enqueue(item: QueuedRecord): void {
    if (this.stopped) return;
    this.queue.push(item);
    this.schedule();
  }

  /** Takes no more; a batch that is under way is finished, if `deadlineMs` allows. The rest was not answered for. */
  async stop(deadlineMs: number): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    const expired = new Promise<void>((resolve) => setTimeout(resolve, deadlineMs).unref());
    await Promise.race([this.writing, expired]);
  }

  private schedule(): void {
    if (this.stopped || this.writing || this.timer || this.queue.length === 0) return;
    this.timer = setTimeout(() => this.write(), this.retryMs);
  }

  private write(): void {
    this.timer = null;
    this.writing = this.turns
      .take("records", () => this.writeBatch())
      .finally(() => {
        this.writing = null;
        this.schedule();
      });
  }

  private async writeBatch(): Promise<void> {
    if (this.stopped) return;
    const batch = this.readBatch();
    try {
      const answers = await this.store.store(batch);
      this.queue.drop(batch.length);
      for (const [place, { queued }] of batch.entries()) this.answer(queued, answers[place]);
      this.retryMs = 0;
    } catch (error) {
      if (this.retryMs === 0) this.log.error({ err: error }, "records cannot be written; trying again");
      this.retryMs = Math.min(RETRY_MS.longest, Math.max(RETRY_MS.first, this.retryMs * 2));
    }
  }

  private readBatch(): RecordItem[] {
    const batch: RecordItem[] = [];
    let samples = 0;
    for (const queued of this.queue.peek(MAX_BATCH_RECORDS)) {
      const read = this.read(queued);
      batch.push({ queued, read });
      samples += read.ok ? read.content.samples.length : 0;
      if (samples >= FULL_BATCH_SAMPLES) break;
    }
    return batch;
  }

  /** A fault of ours in reading must not come back with the record for ever. */
  private read({ target, record, receivedMs, clockSkewMs }: QueuedRecord): ReadRecord {
    try {
      return readRecord(record, clockSkewMs, { nowMs: receivedMs, retentionMs: this.retentionMs });
    } catch (error) {
      this.log.error({ err: error, hostId: target.hostId, kind: record.kind }, "a record could not be read");
      return { ok: false, reason: "the server failed to read it" };
    }
  }

  private answer({ target, record }: QueuedRecord, answer: RecordAnswer | undefined): void {
    if (answer === undefined) return;
    const { reason, ...ack } = answer;
    if (reason !== null) {
      const context = { hostId: target.hostId, kind: record.kind, id: record.id, reason };
      if (ack.outcome === "rejected") this.log.warn(context, "a record was rejected");
      else this.log.warn(context, "a record was stored in part");
    }
    target.answer({
      id: record.id,
      ...ack,
      ...(reason === null ? {} : { reason: reason.slice(0, MAX_REASON) }),
    });
  }
}
