import { crc32 } from "@fourtuple/core/samples";
import { parseRecordFileName, type RecordFacts, recordFileName } from "./record-file.js";

/**
 * The ledger says what the directory should hold, so that what others deleted is missed. Lines of text, each
 * behind its CRC-32; a file on disk that it does not name is taken as it is.
 */
export type LedgerNote =
  | { readonly kind: "added"; readonly record: RecordFacts }
  | { readonly kind: "removed"; readonly id: number }
  /** A journal was begun; it ends as a record of the same id. */
  | { readonly kind: "begun"; readonly id: number; readonly atMs: number }
  /** Samples given up since the spool was made. */
  | { readonly kind: "lost"; readonly samples: number };

export interface LedgerReading {
  readonly records: ReadonlyMap<number, RecordFacts>;
  /** Journals that were begun and not sealed, with the time of their first sample. */
  readonly journals: ReadonlyMap<number, number>;
  readonly removed: ReadonlySet<number>;
  readonly lostSamples: number;
  /** False when a line is damaged: then it may name what was removed, and proves nothing missing. */
  readonly whole: boolean;
}

const encoder = new TextEncoder();

export function encodeLedgerNote(note: LedgerNote): string {
  const text = textOf(note);
  return `${sumOf(text)} ${text}\n`;
}

function sumOf(text: string): string {
  return crc32(encoder.encode(text)).toString(16).padStart(8, "0");
}

function textOf(note: LedgerNote): string {
  if (note.kind === "added") return `added ${recordFileName(note.record)}`;
  if (note.kind === "removed") return `removed ${note.id}`;
  if (note.kind === "begun") return `begun ${note.id} ${note.atMs}`;
  return `lost ${note.samples}`;
}

/** Any text gives an answer. A last line without its end was being written: it is passed over. */
export function readLedger(text: string): LedgerReading {
  const records = new Map<number, RecordFacts>();
  const journals = new Map<number, number>();
  const removed = new Set<number>();
  let lostSamples = 0;
  let whole = true;
  for (const line of text.split("\n").slice(0, -1)) {
    const note = parseLine(line);
    if (note === null) whole = false;
    else if (note.kind === "added") records.set(note.record.id, note.record);
    else if (note.kind === "begun") journals.set(note.id, note.atMs);
    else if (note.kind === "lost") lostSamples = Math.max(lostSamples, note.samples);
    else {
      records.delete(note.id);
      removed.add(note.id);
    }
  }
  for (const id of [...records.keys(), ...removed]) journals.delete(id);
  return { records, journals, removed, lostSamples, whole };
}

function parseLine(line: string): LedgerNote | null {
  const text = line.slice(9);
  if (line !== `${sumOf(text)} ${text}`) return null;
  const [kind, first = "", second] = text.split(" ");
  const number = Number(first);
  if (kind === "added") {
    const record = parseRecordFileName(first);
    return record === null ? null : { kind, record };
  }
  if (kind === "removed") return { kind, id: number };
  if (kind === "begun") return { kind, id: number, atMs: Number(second) };
  return kind === "lost" ? { kind, samples: number } : null;
}
