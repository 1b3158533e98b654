import type { Clock } from "../clock.js";
import { PARTIAL_SUFFIX, type SpoolDirectory } from "./directory.js";
import { createFormerTime } from "./former-time.js";
import { type JournalFacts, journalName } from "./journal-name.js";
import { LedgerFile } from "./ledger-file.js";
import { type DirectoryLock, hasCode } from "./lock.js";
import { adopt, missDisappeared } from "./reconcile.js";
import type { RecordBook } from "./record-book.js";
import { decodeRecordFile, encodeRecordFile, MAX_BODY_BYTES, recordFileName } from "./record-file.js";
import type { Entry } from "./record-index.js";
import { salvageJournal, takeInventory, timesOf } from "./salvage.js";

/** 600 samples of 4,096 metrics. */
const MAX_JOURNAL_BYTES = 40 * 1024 * 1024;
const FILE_EXTRA_BYTES = 64;
/** It was deleted, or something else lies in its place. */
const GONE = ["ENOENT", "EISDIR", "ELOOP", "ENXIO"];

export interface DiskWriterOptions {
  readonly directory: SpoolDirectory;
  readonly lock: DirectoryLock;
  readonly book: RecordBook;
  readonly clock: Clock;
  /** Told after each round: what is wrong with the disk, or null. */
  readonly onRound: (problem: string | null) => void;
}

/**
 * Brings the directory in line with the book, one round at a time: takes the directory, salvages what a former
 * run left, writes what is in memory, notes what changed, removes what is of no use. A round that fails is
 * tried again with the next.
 */
export class DiskWriter {
  readonly #options: DiskWriterOptions;
  readonly #ledger: LedgerFile;
  #running: Promise<void> | null = null;
  #again = false;
  /** Whether the directory is ours at present. */
  #attached = false;
  #wasAttached = false;
  #journalsToSalvage: readonly JournalFacts[] = [];
  /** Monotonic time at which this run began. */
  readonly #startMs: number;
  #formerTime: (atMs: number) => number;
  /** Leftovers that the ledger knows of. */
  #noted: readonly string[] = [];

  constructor(options: DiskWriterOptions) {
    this.#options = options;
    this.#ledger = new LedgerFile(options.directory, options.book);
    this.#startMs = options.clock.monotonicMs();
    this.#formerTime = createFormerTime([], this.#startMs);
  }

  get isAttached(): boolean {
    return this.#attached;
  }

  /** Makes sure that a whole round begins after now. Resolves when it is over, never rejects. */
  async round(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#rounds();
    await this.#running;
  }

  async close(): Promise<void> {
    await this.round();
    await this.#options.lock.release();
    this.#attached = false;
  }

  /** @returns the body; null when it is gone or cannot be read at present. */
  async read(entry: Entry): Promise<Uint8Array | null> {
    if (entry.body !== null) return entry.body;
    const { directory, book } = this.#options;
    let body: Uint8Array | null = null;
    try {
      const file = await directory.read(recordFileName(entry), MAX_BODY_BYTES + FILE_EXTRA_BYTES);
      body = decodeRecordFile(file, entry);
    } catch (error) {
      // Too few descriptors, or a disk that has a bad moment: the record may be readable later.
      if (!GONE.some((code) => hasCode(error, code))) return null;
    }
    if (body === null && book.index.get(entry.id) === entry) book.drop(entry, "spool-corrupt");
    return body;
  }

  async #rounds(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      let problem: string | null = null;
      for (const step of [this.#hold, this.#write, this.#note, this.#sweep]) {
        try {
          await step.call(this);
        } catch (error) {
          problem ??= error instanceof Error ? error.message : String(error);
          if (!this.#attached) break;
        }
      }
      this.#options.onRound(problem);
    }
    this.#running = null;
  }

  /** Makes sure that the directory is there, and ours. */
  async #hold(): Promise<void> {
    const { lock, book } = this.#options;
    if (this.#attached && book.index.unsettled().length > 0) {
      this.#attached = await lock.isHeld().catch((error: unknown) => !hasCode(error, "ENOENT"));
    }
    if (!this.#attached) await this.#attach();
  }

  async #attach(): Promise<void> {
    const { directory, lock, book } = this.#options;
    await directory.prepare();
    const holder = await lock.take();
    if (holder !== null) {
      book.forgetFiles();
      throw new Error(`another agent (${holder}) uses the same spool`);
    }
    const inventory = takeInventory(await directory.list(), PARTIAL_SUFFIX);
    const formerTime = createFormerTime(timesOf(inventory), this.#startMs);
    this.#formerTime = formerTime;
    if (this.#wasAttached) missDisappeared(book, inventory);
    else await adopt({ directory, book, formerTime }, inventory, await this.#ledger.read());
    this.#wasAttached = true;
    for (const name of inventory.partials) book.leftovers.add(name);
    this.#journalsToSalvage = inventory.journals.filter(
      (journal) => !book.knows(journal.id) && !book.leftovers.has(journalName(journal)),
    );
    // Others may have found the same stale lock at the same moment, and taken it after us.
    this.#attached = await lock.isHeld();
    if (!this.#attached) throw new Error("another agent has taken the same spool");
    await this.#ledger.rewrite();
  }

  async #write(): Promise<void> {
    await this.#writeUnsettled();
    while (this.#journalsToSalvage.length > 0) {
      const [journal, ...rest] = this.#journalsToSalvage;
      // One that cannot be read is left to the next start.
      this.#journalsToSalvage = rest;
      if (journal !== undefined) await this.#salvage(journal);
      // One by one: what is salvaged must not crowd the memory.
      await this.#writeUnsettled();
    }
  }

  async #salvage(journal: JournalFacts): Promise<void> {
    const { directory, book } = this.#options;
    const bytes = await directory.read(journalName(journal), MAX_JOURNAL_BYTES);
    const { packs, losses } = salvageJournal(journal, bytes);
    book.begin(journal);
    for (const pack of packs) book.add({ ...pack, takenMs: this.#formerTime(pack.toMs) });
    for (const loss of losses) book.lose(loss);
    if (packs.length === 0) book.dropJournal(journal.id);
  }

  async #writeUnsettled(): Promise<void> {
    const { directory, book, clock } = this.#options;
    book.trim(clock.monotonicMs());
    for (const entry of book.index.unsettled()) {
      // It may have been answered for, or given up, while others were written.
      if (entry.body === null || book.index.get(entry.id) !== entry) continue;
      await directory.write(recordFileName(entry), encodeRecordFile(entry.body));
      book.settle(entry);
    }
    book.trim(clock.monotonicMs());
  }

  /** What becomes a leftover while the notes are written has its own note still to come: it stays for now. */
  async #note(): Promise<void> {
    this.#noted = [...this.#options.book.leftovers];
    await this.#ledger.note();
  }

  async #sweep(): Promise<void> {
    const { directory, book } = this.#options;
    for (const name of this.#noted) {
      await directory.remove(name).catch((error: unknown) => {
        // A directory in its place is somebody else's; all else is tried again.
        if (!hasCode(error, "EISDIR") && !hasCode(error, "EPERM")) throw error;
      });
      book.leftovers.delete(name);
    }
  }
}
