import { crc32, decodeSample, encodeSample, type Sample } from "@fourtuple/core/samples";

/**
 * The journal of the open minute: one entry for each sample, appended as it is taken.
 *
 *   2 bytes  length of the frame
 *   2 bytes  the same, every bit turned: a length that was damaged is told from a file that ends early
 *   4 bytes  CRC-32 of the frame
 *   frame    the sample as a key frame
 *
 * Key frames take 14 kB a minute where deltas took 2, and a damaged entry then costs one sample, not the
 * rest of the minute. Numbers are big-endian.
 */
const HEADER_BYTES = 8;
/** A key frame of 4,096 metrics at 10 bytes, and then some. */
const MAX_LENGTH = 0xffff;

/** Samples that were in a journal and cannot be read. */
export interface JournalLoss {
  /** Null where nothing readable came before; then `to` has the time after it, and the other way round. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly samples: number;
}

export interface JournalReading {
  /** Of one epoch, in the order of their numbers. */
  readonly samples: readonly Sample[];
  readonly losses: readonly JournalLoss[];
}

export function encodeJournalEntry(sample: Sample): Uint8Array {
  const frame = encodeSample(sample, null);
  const entry = new Uint8Array(HEADER_BYTES + frame.length);
  const view = new DataView(entry.buffer);
  view.setUint16(0, frame.length);
  view.setUint16(2, frame.length ^ MAX_LENGTH);
  view.setUint32(4, crc32(frame));
  entry.set(frame, HEADER_BYTES);
  return entry;
}

/**
 * Reads whatever is left of a journal: any bytes give an answer. An entry that the end of the file cuts short
 * was being written when the agent died: it is nobody's loss. All others that cannot be read are counted.
 */
export function readJournal(bytes: Uint8Array): JournalReading {
  const samples: Sample[] = [];
  const losses: JournalLoss[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const sample = sampleAt(bytes, offset);
    if (sample !== null) {
      if (follows(sample, samples.at(-1))) samples.push(sample);
      offset += entryBytes(bytes, offset);
      continue;
    }
    const next = nextReadable(bytes, offset, samples.at(-1));
    const damaged = countEntries(bytes, offset, next?.offset ?? bytes.length);
    const missing = numbersBetween(samples.at(-1), next?.sample) ?? damaged;
    if (missing > 0) losses.push(lossBetween(samples.at(-1), next?.sample, missing));
    if (next === null) break;
    offset = next.offset;
  }
  return { samples, losses };
}

/** Length of the entry whose header is at `offset`; 0 when no header of ours is there. */
function entryBytes(bytes: Uint8Array, offset: number): number {
  if (offset + HEADER_BYTES > bytes.length) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = view.getUint16(offset);
  return length === (view.getUint16(offset + 2) ^ MAX_LENGTH) ? HEADER_BYTES + length : 0;
}

function sampleAt(bytes: Uint8Array, offset: number): Sample | null {
  const length = entryBytes(bytes, offset);
  if (length === 0 || offset + length > bytes.length) return null;
  const frame = bytes.subarray(offset + HEADER_BYTES, offset + length);
  const crc = new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset + 4);
  if (crc !== crc32(frame)) return null;
  const decoded = decodeSample(frame, null);
  return decoded.ok ? decoded.sample : null;
}

/** A journal is of one run, and its numbers rise; what does not fit was not written by us. */
function follows(sample: Sample, before: Sample | undefined): boolean {
  return before === undefined || (sample.epochMs === before.epochMs && sample.seq > before.seq);
}

function nextReadable(bytes: Uint8Array, from: number, before: Sample | undefined) {
  for (let offset = from + 1; offset + HEADER_BYTES <= bytes.length; offset++) {
    const sample = sampleAt(bytes, offset);
    if (sample !== null && follows(sample, before)) return { offset, sample };
  }
  return null;
}

/** Entries from one offset to another whose headers can be followed; 1 for bytes that have none; 0 for a torn end. */
function countEntries(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  let offset = from;
  while (offset + HEADER_BYTES <= to) {
    const length = entryBytes(bytes, offset);
    if (length === 0) return count + 1;
    offset += length;
    if (offset <= to) count += 1;
  }
  return count;
}

function numbersBetween(before: Sample | undefined, after: Sample | undefined): number | null {
  return before === undefined || after === undefined ? null : after.seq - before.seq - 1;
}

function lossBetween(before: Sample | undefined, after: Sample | undefined, samples: number): JournalLoss {
  return { fromMs: before?.atMs ?? null, toMs: after?.atMs ?? null, samples };
}
