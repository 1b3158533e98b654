import { Inject, Injectable } from "@nestjs/common";
import { isDatabaseDown } from "../../platform/database/database-down.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { buildAcknowledgements, type Outcome } from "./acknowledgements.js";
import { isRefusedValue } from "./refused-value.js";
import { type QueuedSample, SampleQueue } from "./sample-queue.js";
import { SamplesRepository, sampleKey } from "./samples.repository.js";
import { WriteTurns } from "./write-turns.js";

/** Samples wait at most this long for company before they are written. */
const GATHER_MS = 150;
/** A batch is full at this many: about 300 kB of parameters. */
const MAX_BATCH = 500;
/** About 10 MB of memory, or 10,000 hosts for one second (judgement). */
const BOUNDS = { total: 10_000, perTarget: 5_000 };
const RETRY_MS = { first: 250, longest: 2_000 };

type Judged = { readonly item: QueuedSample; readonly outcome: Outcome };

/**
 * Stores samples in batches and acknowledges them after COMMIT, never before. While the database is away
 * they wait here, within bounds; nothing is acknowledged, so nothing that is dropped was promised.
 */
@Injectable()
export class SampleWriter {
  private readonly queue = new SampleQueue(BOUNDS);
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private retryMs = 0;
  private stopped = false;
  private passedOver = 0;

  constructor(
    private readonly repository: SamplesRepository,
    private readonly turns: WriteTurns,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @returns false when there is no room: the agent must keep the sample and come back later. */
  enqueue(item: QueuedSample): boolean {
    if (this.stopped || !this.queue.push(item)) return false;
    this.schedule();
    return true;
  }

  /** Takes a sample only if there is room: a record brings it once more, and nobody waits for an answer. */
  offer(item: QueuedSample): void {
    if (this.enqueue(item)) return;
    this.passedOver++;
  }

  /** Writes what waits, as far as `deadlineMs` from now allows, then takes no more. */
  async stop(deadlineMs: number): Promise<void> {
    this.stopped = true;
    const expired = new Promise<void>((resolve) => setTimeout(resolve, deadlineMs).unref());
    await Promise.race([this.drain(), expired]);
    if (this.timer) clearTimeout(this.timer);
    if (this.queue.length > 0)
      this.log.warn({ samples: this.queue.length }, "stopped with unwritten samples; none was acknowledged");
  }

  private async drain(): Promise<void> {
    do {
      await (this.writing ?? this.write());
    } while (this.queue.length > 0 && this.retryMs === 0);
  }

  private schedule(): void {
    if (this.stopped || this.writing || this.queue.length === 0) return;
    const isFull = this.queue.length >= MAX_BATCH && this.retryMs === 0;
    if (this.timer && !isFull) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.write(), isFull ? 0 : Math.max(GATHER_MS, this.retryMs));
  }

  private write(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing ??= this.turns
      .take("live", () => this.writeBatch())
      .finally(() => {
        this.writing = null;
        this.schedule();
      });
    return this.writing;
  }

  private async writeBatch(): Promise<void> {
    const batch = this.queue.peek(MAX_BATCH);
    if (batch.length === 0) return;
    try {
      const judged = await this.store(batch);
      this.queue.drop(batch.length);
      for (const { target, ack } of buildAcknowledgements(judged)) target.acknowledge(ack);
      if (this.retryMs > 0) this.log.info("the database is back; samples are written again");
      this.retryMs = 0;
      this.tellPassedOver();
    } catch (error) {
      if (this.retryMs === 0)
        this.log.error({ err: error }, "samples cannot be written; trying again until it works");
      this.retryMs = Math.min(RETRY_MS.longest, Math.max(RETRY_MS.first, this.retryMs * 2));
    }
  }

  private tellPassedOver(): void {
    if (this.passedOver > 0)
      this.log.warn({ samples: this.passedOver }, "live samples found no room; their records bring them");
    this.passedOver = 0;
  }

  private async store(batch: readonly QueuedSample[]): Promise<Judged[]> {
    try {
      return judge(batch, await this.repository.insertSamples(batch));
    } catch (error) {
      if (isDatabaseDown(error)) throw error;
      return this.storeOneByOne(batch);
    }
  }

  /** Something in the batch is what the database will never take: only that is rejected, for good. */
  private async storeOneByOne(batch: readonly QueuedSample[]): Promise<Judged[]> {
    const judged: Judged[] = [];
    for (const item of batch) {
      try {
        judged.push(...judge([item], await this.repository.insertSamples([item])));
      } catch (error) {
        if (!isRefusedValue(error)) throw error;
        this.log.error({ err: error, hostId: item.target.hostId }, "a sample was rejected by the database");
        judged.push({ item, outcome: { rejected: "the database does not take its values" } });
      }
    }
    return judged;
  }
}

function judge(batch: readonly QueuedSample[], inserted: Set<string>): Judged[] {
  return batch.map((item) => {
    const { epochMs, seq } = item.sample;
    // A key is used up by the first sample that has it; a second one in the same batch is a duplicate.
    const isNew = inserted.delete(sampleKey(item.target.hostId, epochMs, seq));
    return { item, outcome: isNew ? "written" : "duplicate" };
  });
}
