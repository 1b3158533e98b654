import type { RecordAck } from "@fourtuple/contracts/agent";
import { Injectable } from "@nestjs/common";
import { isDatabaseDown } from "../../platform/database/database-down.js";
import type { QueuedRecord } from "./record-queue.js";
import type { ReadRecord, RecordContent } from "./record-reader.js";
import { RecordsRepository } from "./records.repository.js";
import { isRefusedValue } from "./refused-value.js";
import { type HostSample, SamplesRepository, sampleKey } from "./samples.repository.js";

/** A record, and what was read in it. */
export interface RecordItem {
  readonly queued: QueuedRecord;
  readonly read: ReadRecord;
}

/** What to tell the agent; `reason` is why a record was rejected or what of it was left out, null for neither. */
export type RecordAnswer = Pick<RecordAck, "outcome" | "written" | "duplicate"> & {
  readonly reason: string | null;
};

/** Stores what records hold, each sample once however often and on whichever way it came. */
@Injectable()
export class RecordStore {
  constructor(
    private readonly samples: SamplesRepository,
    private readonly records: RecordsRepository,
  ) {}

  /**
   * Stores a batch; all of it is committed when this returns.
   *
   * @returns an answer for each item, in order
   * @throws when the database is away
   */
  async store(batch: readonly RecordItem[]): Promise<RecordAnswer[]> {
    try {
      return await this.storeTogether(batch);
    } catch (error) {
      if (isDatabaseDown(error)) throw error;
      return this.storeOneByOne(batch);
    }
  }

  /** Something in the batch is what the database will never take: only that record is rejected. */
  private async storeOneByOne(batch: readonly RecordItem[]): Promise<RecordAnswer[]> {
    const answers: RecordAnswer[] = [];
    for (const item of batch) {
      try {
        answers.push(...(await this.storeTogether([item])));
      } catch (error) {
        if (!isRefusedValue(error)) throw error;
        answers.push(rejection("the database does not take its values"));
      }
    }
    return answers;
  }

  private async storeTogether(batch: readonly RecordItem[]): Promise<RecordAnswer[]> {
    const contents = batch.flatMap(({ queued, read }) => (read.ok ? [{ queued, ...read.content }] : []));
    const samples = contents.flatMap(samplesOf);
    const topLists = contents.flatMap((content) => content.topLists.map(ofHost(content.queued)));
    const gaps = contents.flatMap((content) => content.gaps.map(ofHost(content.queued)));
    const inserted = await this.insertNew(samples);
    if (topLists.length > 0) await this.records.insertTopLists(topLists);
    if (gaps.length > 0) await this.records.insertGaps(gaps);
    return batch.map(({ queued, read }) =>
      read.ok
        ? stored(samplesOf({ queued, ...read.content }), inserted, read.content)
        : rejection(read.reason),
    );
  }

  /** Most samples of a pack came live before it: looking is much cheaper than offering them all again. */
  private async insertNew(samples: readonly HostSample[]): Promise<Set<string>> {
    if (samples.length === 0) return new Set();
    const known = await this.samples.findStored(samples);
    const missing = samples.filter((item) => !known.has(keyOf(item)));
    return missing.length > 0 ? this.samples.insertSamples(missing) : new Set();
  }
}

function samplesOf({ queued, samples }: RecordContent & { readonly queued: QueuedRecord }): HostSample[] {
  const { target, receivedMs, clockSkewMs } = queued;
  return samples.map((sample) => ({ target, sample: { ...sample, receivedMs, clockSkewMs } }));
}

function ofHost({ target }: QueuedRecord): <T>(content: T) => T & { readonly hostId: string } {
  return (content) => ({ ...content, hostId: target.hostId });
}

function keyOf({ target, sample }: HostSample): string {
  return sampleKey(target.hostId, sample.epochMs, sample.seq);
}

function stored(
  samples: readonly HostSample[],
  inserted: Set<string>,
  { leftOut }: RecordContent,
): RecordAnswer {
  // A key is used up by the first sample that has it: of two packs with it in one batch, one wrote it.
  const written = samples.filter((item) => inserted.delete(keyOf(item))).length;
  return { outcome: "stored", written, duplicate: samples.length - written, reason: leftOut };
}

function rejection(reason: string): RecordAnswer {
  return { outcome: "rejected", written: 0, duplicate: 0, reason };
}
