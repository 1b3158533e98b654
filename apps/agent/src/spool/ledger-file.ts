import type { SpoolDirectory } from "./directory.js";
import { encodeLedgerNote, type LedgerNote, type LedgerReading, readLedger } from "./ledger-codec.js";
import type { RecordBook } from "./record-book.js";

const LEDGER = "ledger";
/** Some 150,000 records; a larger one is not ours. */
const MAX_BYTES = 16 * 1024 * 1024;
/** It is written anew when it has grown by so much: a quiet agent's in about six hours. */
const GROWTH_BYTES = 64 * 1024;

/**
 * The ledger in its directory. Nothing is lost without it, so that one that cannot be written is no problem
 * of the spool: it is given up, and tried again with the next note.
 */
export class LedgerFile {
  readonly #directory: SpoolDirectory;
  readonly #book: RecordBook;
  /** Since it was written whole; infinite when there is none. */
  #grownBytes = 0;

  constructor(directory: SpoolDirectory, book: RecordBook) {
    this.#directory = directory;
    this.#book = book;
  }

  /** One that is not there, or cannot be read, knows nothing of what should be there. */
  async read(): Promise<LedgerReading> {
    const bytes = await this.#directory.read(LEDGER, MAX_BYTES).catch(() => new Uint8Array());
    return readLedger(Buffer.from(bytes).toString("utf8"));
  }

  /** Writes it as it must be now. */
  async rewrite(): Promise<void> {
    this.#book.notes = [];
    this.#grownBytes = 0;
    const bytes = Buffer.from(textOf(this.#book.ledger()));
    await this.#directory.write(LEDGER, bytes).catch(() => this.#giveUp());
  }

  /** Adds the notes of the book. */
  async note(): Promise<void> {
    if (this.#book.notes.length === 0 && Number.isFinite(this.#grownBytes)) return;
    if (this.#grownBytes > GROWTH_BYTES) return this.rewrite();
    const text = textOf(this.#book.notes);
    this.#book.notes = [];
    await this.#directory.append(LEDGER, text).catch(() => this.#giveUp());
    this.#grownBytes += text.length;
  }

  /** One that lacks a line would miss records that were removed: better none. */
  async #giveUp(): Promise<void> {
    this.#grownBytes = Number.POSITIVE_INFINITY;
    await this.#directory.remove(LEDGER).catch(() => undefined);
  }
}

function textOf(notes: readonly LedgerNote[]): string {
  return notes.map(encodeLedgerNote).join("");
}
