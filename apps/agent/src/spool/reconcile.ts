import { type GapRecord, RECORD_KIND } from "@fourtuple/contracts/agent";
import type { SpoolDirectory } from "./directory.js";
import { type JournalFacts, journalName } from "./journal-name.js";
import type { LedgerReading } from "./ledger-codec.js";
import type { RecordBook } from "./record-book.js";
import { decodeRecordFile, MAX_BODY_BYTES, type RecordFacts, recordFileName } from "./record-file.js";
import { type Inventory, missingJournal, readGap } from "./salvage.js";

export interface Reconciled {
  readonly directory: SpoolDirectory;
  readonly book: RecordBook;
  /** Monotonic time of a host time of a former run. */
  readonly formerTime: (atMs: number) => number;
}

/**
 * First sight of what a former run left. A ledger that is damaged, or does not know what is there, lacks
 * lines: then it cannot tell what others deleted from what was removed.
 */
export async function adopt(parts: Reconciled, inventory: Inventory, ledger: LedgerReading): Promise<void> {
  const { book } = parts;
  const { records, journals } = inventory;
  book.lostSamples += ledger.lostSamples;
  for (const record of records) {
    if (ledger.removed.has(record.id)) book.leftovers.add(recordFileName(record));
    else await adoptRecord(parts, record);
  }
  for (const journal of journals) {
    if (ledger.removed.has(journal.id) || book.knows(journal.id)) book.leftovers.add(journalName(journal));
  }
  const isListed = ({ id }: RecordFacts): boolean => ledger.records.has(id) || ledger.removed.has(id);
  if (ledger.whole && records.every(isListed)) missDeleted(book, ledger, journals);
}

async function adoptRecord({ directory, book, formerTime }: Reconciled, record: RecordFacts): Promise<void> {
  const isGap = record.kind === RECORD_KIND.GAP;
  book.found(record, isGap ? Number.NEGATIVE_INFINITY : formerTime(record.toMs));
  if (!isGap) return;
  const file = await directory.read(recordFileName(record), MAX_BODY_BYTES).catch(() => new Uint8Array());
  const body = decodeRecordFile(file, record);
  const gap = body === null ? null : readGap(body);
  if (gap !== null) book.foundGap(record.id, gap);
}

function missDeleted(book: RecordBook, ledger: LedgerReading, journals: readonly JournalFacts[]): void {
  const present = new Set(journals.map(({ id }) => id));
  for (const record of ledger.records.values()) {
    if (!present.has(record.id) && !book.knows(record.id)) miss(book, record);
  }
  for (const [id, atMs] of ledger.journals) {
    if (!present.has(id) && !book.knows(id)) book.lose(missingJournal(atMs));
  }
}

/** A record that should be there is not. */
function miss(book: RecordBook, { kind, fromMs, toMs, samples }: RecordFacts): void {
  const gap: GapRecord = { fromMs, toMs, reason: "spool-corrupt", samples };
  if (kind === RECORD_KIND.PACK) book.lose(gap);
  if (kind === RECORD_KIND.GAP) book.tell(gap);
}

/** The directory was away for a while, and is not what it was. */
export function missDisappeared(book: RecordBook, { records }: Inventory): void {
  const present = new Set(records.map(recordFileName));
  for (const entry of book.index.entries()) {
    if (entry.body === null && !present.has(recordFileName(entry))) book.drop(entry, "spool-corrupt");
  }
}
