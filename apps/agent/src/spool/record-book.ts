import { type GapRecord, type LossReason, RECORD_KIND } from "@fourtuple/contracts/agent";
import { type JournalFacts, journalName } from "./journal-name.js";
import type { LedgerNote } from "./ledger-codec.js";
import { mergeGaps, neighbourOf } from "./losses.js";
import { type RecordFacts, recordFileName } from "./record-file.js";
import { type Entry, RecordIndex } from "./record-index.js";

export interface Limits {
  /** Of the files of the records, each rounded up to whole blocks. */
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /** Of records that cannot be written. */
  readonly maxMemorySamples: number;
  readonly maxMemoryBytes: number;
}

export type NewRecord = Omit<RecordFacts, "id" | "bodyBytes"> & {
  /** Given out by `nextId`; left out for the next. */
  readonly id?: number;
  readonly body: Uint8Array;
  readonly takenMs: number;
};

const encoder = new TextEncoder();

/**
 * Which records there are, which must go, and what was lost; does no I/O. What is left to do on the disk
 * gathers in `notes` and `leftovers` until somebody does it.
 */
export class RecordBook {
  readonly index = new RecordIndex();
  /** Lines for the ledger; they must be written before the leftovers are removed. */
  notes: LedgerNote[] = [];
  /** Files without a use. */
  readonly leftovers = new Set<string>();
  lostSamples = 0;
  /** Told of each loss that is not part of one already told. */
  onLoss: (gap: GapRecord) => void = () => undefined;
  readonly #limits: Limits;
  readonly #gaps = new Map<number, GapRecord>();
  readonly #journals = new Map<number, JournalFacts>();
  #lastId: number;

  /** @param firstId of 47 bits and random: it must meet no id of another run, and not every directory can be seen. */
  constructor(limits: Limits, firstId: number) {
    this.#limits = limits;
    this.#lastId = firstId;
  }

  get maxBytes(): number {
    return this.#limits.maxBytes;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** A journal was made; the record of its id takes its place. */
  begin(journal: JournalFacts): void {
    this.#journals.set(journal.id, journal);
    this.notes.push({ kind: "begun", ...journal });
  }

  /** Takes in a record; when too many wait in memory the oldest of them gives way. */
  add({ id = this.nextId(), ...record }: NewRecord): void {
    this.index.put({ ...record, id, bodyBytes: record.body.length, handedOut: false });
    for (const entry of this.index.unsettled()) {
      if (!this.#isMemoryFull()) break;
      if (entry.kind !== RECORD_KIND.GAP) this.drop(entry, "spool-unwritable");
    }
  }

  /** Takes in a file of a former run. */
  found(facts: RecordFacts, takenMs: number): void {
    if (this.index.get(facts.id) !== undefined) return;
    this.index.put({ ...facts, takenMs, body: null, handedOut: false });
  }

  /** The content of a gap that was found: losses to come may be added to it. */
  foundGap(id: number, gap: GapRecord): void {
    this.#gaps.set(id, gap);
  }

  handOut(entry: Entry): void {
    entry.handedOut = true;
    this.#gaps.delete(entry.id);
  }

  /** The file of `entry` is on the disk. */
  settle(entry: Entry): void {
    if (this.index.get(entry.id) === entry) {
      this.index.settle(entry);
      this.notes.push({ kind: "added", record: entry });
    } else {
      this.leftovers.add(recordFileName(entry));
    }
    this.#endJournal(entry.id);
  }

  /** Whether `id` is that of a record, or of a journal of this run. */
  knows(id: number): boolean {
    return this.index.get(id) !== undefined || this.#journals.has(id);
  }

  /** A journal has no further use, and no record takes its place. */
  dropJournal(id: number): void {
    if (this.#endJournal(id)) this.notes.push({ kind: "removed", id });
  }

  /** Forgets a record that has no further use. */
  remove(entry: Entry): void {
    this.index.remove(entry);
    this.#gaps.delete(entry.id);
    const isOnDisk = entry.body === null;
    if (isOnDisk) this.leftovers.add(recordFileName(entry));
    if (this.#endJournal(entry.id) || isOnDisk) this.notes.push({ kind: "removed", id: entry.id });
  }

  /** Gives up a record, and counts what was in it. */
  drop(entry: Entry, reason: LossReason): void {
    this.remove(entry);
    const { kind, fromMs, toMs, samples } = entry;
    if (kind === RECORD_KIND.PACK) this.lose({ fromMs, toMs, reason, samples });
    // The loss that it told of is counted already.
    if (kind === RECORD_KIND.GAP) this.tell({ fromMs, toMs, reason, samples });
  }

  /** Counts samples that will not arrive. */
  lose(gap: GapRecord): void {
    this.#count(gap.samples ?? 0);
    this.tell(gap);
  }

  /** The server will never take it. It knows of the loss itself: no gap is made of it. */
  reject(entry: Entry): void {
    this.remove(entry);
    if (entry.kind === RECORD_KIND.PACK) this.#count(entry.samples ?? 0);
  }

  /** Another agent has the files, and will send them. */
  forgetFiles(): void {
    for (const entry of this.index.entries()) if (entry.body === null) this.index.remove(entry);
    this.leftovers.clear();
    this.notes = [];
  }

  /** Gives up what is too old, then what is too much. */
  trim(monotonicMs: number): void {
    for (const entry of this.index.entries()) {
      if (entry.kind === RECORD_KIND.GAP) continue;
      if (monotonicMs - entry.takenMs <= this.#limits.maxAgeMs) break;
      this.drop(entry, "spool-expired");
    }
    while (this.index.diskBytes > this.#limits.maxBytes) {
      const oldest = this.index.oldestDroppable();
      if (oldest === undefined) break;
      this.drop(oldest, "spool-full");
    }
  }

  /** The whole ledger, as it must be now. */
  ledger(): LedgerNote[] {
    const notes: LedgerNote[] = [{ kind: "lost", samples: this.lostSamples }];
    for (const entry of this.index.entries()) {
      if (entry.body === null) notes.push({ kind: "added", record: entry });
    }
    for (const journal of this.#journals.values()) notes.push({ kind: "begun", ...journal });
    return notes;
  }

  /** Tells of samples that are counted already. */
  tell(gap: GapRecord): void {
    const waiting = [...this.#gaps];
    const place = neighbourOf(
      gap,
      waiting.map(([, known]) => known),
    );
    const [id, known] = waiting[place] ?? [];
    if (known === undefined) this.onLoss(gap);
    const old = id === undefined ? undefined : this.index.get(id);
    if (old !== undefined) this.remove(old);
    this.#addGap(known === undefined ? gap : mergeGaps(known, gap));
  }

  /** @returns false when there is no journal of this id. */
  #endJournal(id: number): boolean {
    const journal = this.#journals.get(id);
    if (journal === undefined) return false;
    this.#journals.delete(id);
    this.leftovers.add(journalName(journal));
    return true;
  }

  #count(samples: number): void {
    this.lostSamples += samples;
    this.notes.push({ kind: "lost", samples: this.lostSamples });
  }

  #addGap(gap: GapRecord): void {
    const id = this.nextId();
    this.#gaps.set(id, gap);
    const { fromMs, toMs, samples } = gap;
    const body = encoder.encode(JSON.stringify(gap));
    this.add({ id, kind: RECORD_KIND.GAP, fromMs, toMs, samples, body, takenMs: Number.NEGATIVE_INFINITY });
  }

  #isMemoryFull(): boolean {
    let samples = 0;
    let bytes = 0;
    for (const entry of this.index.unsettled()) {
      if (entry.kind === RECORD_KIND.PACK) samples += entry.samples ?? 0;
      bytes += entry.bodyBytes;
    }
    return samples > this.#limits.maxMemorySamples || bytes > this.#limits.maxMemoryBytes;
  }
}
