import { type Condition, RECORD_KIND } from "@fourtuple/contracts/agent";
import { encodeTopLists, type Sample, type TopLists } from "@fourtuple/core/samples";
import type { Logger } from "pino";
import type { Clock } from "../clock.js";
import type { JournalFile, SpoolDirectory } from "./directory.js";
import type { DiskWriter } from "./disk-writer.js";
import { journalName } from "./journal-name.js";
import { OpenMinute, restOfMinuteMs } from "./open-minute.js";
import type { NewRecord, RecordBook } from "./record-book.js";
import { MAX_BODY_BYTES } from "./record-file.js";
import type { Entry } from "./record-index.js";
import { packOf } from "./salvage.js";
import type { Spool, WaitingRecord } from "./spool.js";

/** The next sample seals the minute; when none comes, a timer does, so much later. */
const SEAL_LATER_MS = 1000;
const MAX_PROBLEM_LENGTH = 300;

export interface DiskSpoolParts {
  readonly directory: SpoolDirectory;
  readonly writer: DiskWriter;
  readonly book: RecordBook;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The spool of a directory: takes samples in, seals them by the minute, and gives the records out. */
export class DiskSpool implements Spool {
  readonly #parts: DiskSpoolParts;
  readonly #minute = new OpenMinute();
  /** Of the record that the open minute becomes. */
  #minuteId = 0;
  #diskProblem: string | null = null;
  #cancelSeal: () => void = () => undefined;
  #tell: () => void = () => undefined;

  constructor(parts: DiskSpoolParts) {
    this.#parts = parts;
  }

  /** A round of writing is over: it may have found records, or the directory, and it knows how the disk is. */
  roundEnded(problem: string | null): void {
    this.#diskProblem = problem;
    this.#minute.write(() => this.#beginJournal());
    this.#tell();
  }

  append(sample: Sample): void {
    if (!this.#minute.takes(sample)) this.#seal();
    if (this.#minute.samples.length === 0) this.#beginMinute(sample);
    this.#minute.add(sample);
    this.#minute.write(() => this.#beginJournal());
  }

  appendTopLists(lists: TopLists): void {
    const { atMs } = lists;
    const body = encodeTopLists(lists);
    if (body.length > MAX_BODY_BYTES) return;
    this.#add({ kind: RECORD_KIND.TOP_LISTS, fromMs: atMs, toMs: atMs, samples: 0, body });
  }

  next(except: ReadonlySet<number>, kinds: readonly number[] | null): WaitingRecord | null {
    return this.#parts.book.index.oldest(except, kinds) ?? null;
  }

  async read(id: number): Promise<Uint8Array | null> {
    const { book, writer } = this.#parts;
    const entry = book.index.get(id);
    if (entry === undefined) return null;
    const body = await writer.read(entry);
    if (body === null) void writer.round();
    else book.handOut(entry);
    return body;
  }

  acknowledge(id: number): void {
    this.#end(id, (entry) => this.#parts.book.remove(entry));
  }

  reject(id: number): void {
    this.#end(id, (entry) => this.#parts.book.reject(entry));
  }

  onRecord(call: () => void): void {
    this.#tell = call;
  }

  openMinute(): readonly Sample[] {
    return this.#minute.samples;
  }

  status(): Condition["spool"] {
    const { book } = this.#parts;
    const problem = this.#diskProblem ?? this.#minute.problem;
    return {
      records: book.index.size,
      bytes: book.index.diskBytes,
      maxBytes: book.maxBytes,
      oldestAtMs: book.index.oldestSampleMs() ?? this.#minute.samples[0]?.atMs ?? null,
      lostSamples: book.lostSamples,
      problem: problem?.slice(0, MAX_PROBLEM_LENGTH) ?? null,
    };
  }

  flush(): Promise<void> {
    return this.#parts.writer.round();
  }

  async close(): Promise<void> {
    this.#seal();
    await this.#parts.writer.close();
  }

  #end(id: number, forget: (entry: Entry) => void): void {
    const { book, writer } = this.#parts;
    const entry = book.index.get(id);
    if (entry === undefined) return;
    forget(entry);
    void writer.round();
  }

  #beginMinute(sample: Sample): void {
    this.#minuteId = this.#parts.book.nextId();
    this.#cancelSeal = this.#parts.clock.after(restOfMinuteMs(sample) + SEAL_LATER_MS, () => this.#seal());
  }

  #beginJournal(): JournalFile | null {
    const { writer, book, directory } = this.#parts;
    const [first] = this.#minute.samples;
    if (!writer.isAttached || first === undefined) return null;
    const facts = { id: this.#minuteId, atMs: first.atMs };
    const journal = directory.openJournal(journalName(facts));
    book.begin(facts);
    void writer.round();
    return journal;
  }

  #seal(): void {
    this.#cancelSeal();
    const samples = this.#minute.take();
    if (samples.length === 0) return;
    try {
      this.#add({ ...packOf(samples), id: this.#minuteId });
    } catch (error) {
      this.#giveUp(samples, error);
    }
  }

  /** Samples that are no pack are a fault of this program: they must not end it. */
  #giveUp(samples: readonly Sample[], error: unknown): void {
    const { book, log } = this.#parts;
    log.error(error, "a minute cannot be packed");
    const times = samples.map(({ atMs }) => atMs);
    book.dropJournal(this.#minuteId);
    book.lose({
      fromMs: Math.min(...times),
      toMs: Math.max(...times),
      reason: "spool-corrupt",
      samples: samples.length,
    });
  }

  #add(record: Omit<NewRecord, "takenMs">): void {
    const { book, clock, writer } = this.#parts;
    book.add({ ...record, takenMs: clock.monotonicMs() });
    this.#tell();
    void writer.round();
  }
}
