import { METRIC_COUNT } from "./metrics.js";
import { CENSUS_SOURCES, type Sample } from "./sample.js";
import { assertWhole, type ByteReader, readVarint, writeVarint } from "./varint.js";

/**
 * The payload of a sample frame.
 *
 *   byte 0   version
 *   byte 1   flags: 1 key · 2 partial · 4 seq went back · 8 clock went back · 16 new epoch · 32,64 census source
 *   varints  key: epochMs, seq, atMs · delta: [epochMs if new], |seq change|, |atMs change|
 *   changes  until the end: varint (metric ids skipped × 4 + op), then a varint unless op is NULL
 *
 * A key frame is a delta against a sample in which nothing is known. A metric that is not mentioned
 * keeps its value. Ids beyond the reader's registry are read and dropped.
 */
const VERSION = 1;
const FLAG = { KEY: 1, PARTIAL: 2, SEQ_BACK: 4, CLOCK_BACK: 8, NEW_EPOCH: 16 } as const;
const SOURCE_SHIFT = 5;
const OP = { ADD: 0, SUBTRACT: 1, SET: 2, NULL: 3 } as const;
/** As many metrics as `hello` may announce. */
const MAX_METRIC_ID = 4095;

export type DecodedSample =
  | { readonly ok: true; readonly sample: Sample }
  | { readonly ok: false; readonly reason: string };

/**
 * @param previous the sample sent just before on the same connection; null makes a key frame.
 * @throws RangeError when a figure is not a whole number from 0 to 2^53-1 (or null).
 */
export function encodeSample(sample: Sample, previous: Sample | null): Uint8Array {
  for (const part of [sample.epochMs, sample.seq, sample.atMs]) assertWhole(part);
  const out: number[] = [VERSION, flagsOf(sample, previous)];
  if (previous === null || sample.epochMs !== previous.epochMs) writeVarint(out, sample.epochMs);
  writeVarint(out, Math.abs(sample.seq - (previous?.seq ?? 0)));
  writeVarint(out, Math.abs(sample.atMs - (previous?.atMs ?? 0)));
  writeChanges(out, sample.values, previous?.values ?? []);
  return Uint8Array.from(out);
}

function flagsOf(sample: Sample, previous: Sample | null): number {
  let flags = CENSUS_SOURCES.indexOf(sample.censusSource) << SOURCE_SHIFT;
  if (sample.partial) flags |= FLAG.PARTIAL;
  if (previous === null) return flags | FLAG.KEY;
  if (sample.seq < previous.seq) flags |= FLAG.SEQ_BACK;
  if (sample.atMs < previous.atMs) flags |= FLAG.CLOCK_BACK;
  if (sample.epochMs !== previous.epochMs) flags |= FLAG.NEW_EPOCH;
  return flags;
}

function writeChanges(
  out: number[],
  values: readonly (number | null)[],
  before: readonly (number | null)[],
): void {
  let next = 0;
  const length = Math.max(values.length, before.length);
  for (let id = 0; id < length; id++) {
    const value = values[id] ?? null;
    const old = before[id] ?? null;
    if (value === old) continue;
    if (value !== null) assertWhole(value);
    const op = opOf(value, old);
    writeVarint(out, (id - next) * 4 + op);
    if (value !== null) writeVarint(out, Math.abs(value - (old ?? 0)));
    next = id + 1;
  }
}

function opOf(value: number | null, old: number | null): number {
  if (value === null) return OP.NULL;
  if (old === null) return OP.SET;
  return value > old ? OP.ADD : OP.SUBTRACT;
}

/**
 * Any bytes give a sample or a reason. The sample has exactly METRIC_COUNT values, whichever
 * registry the sender had.
 * @param previous the sample decoded just before on the same connection, null before the first.
 */
export function decodeSample(bytes: Uint8Array, previous: Sample | null): DecodedSample {
  const version = bytes[0];
  const flags = bytes[1];
  if (version === undefined || flags === undefined) return failure("the frame is shorter than its header");
  if (version !== VERSION) return failure(`sample codec version ${version} is not known, only ${VERSION}`);
  const censusSource = CENSUS_SOURCES[flags >> SOURCE_SHIFT];
  if (censusSource === undefined) return failure("the census source is not known");
  const isKey = (flags & FLAG.KEY) !== 0;
  if (!isKey && previous === null) return failure("a delta frame came before any key frame");
  const base = isKey ? null : previous;
  const reader: ByteReader = { bytes, offset: 2 };
  const header = readHeader(reader, flags, base);
  if (typeof header === "string") return failure(header);
  const values = readChanges(reader, base?.values ?? []);
  if (typeof values === "string") return failure(values);
  return { ok: true, sample: { ...header, censusSource, partial: (flags & FLAG.PARTIAL) !== 0, values } };
}

function failure(reason: string): DecodedSample {
  return { ok: false, reason };
}

type Header = Pick<Sample, "epochMs" | "seq" | "atMs">;

function readHeader(reader: ByteReader, flags: number, base: Sample | null): Header | string {
  const hasEpoch = base === null || (flags & FLAG.NEW_EPOCH) !== 0;
  const epochMs = hasEpoch ? readVarint(reader) : base.epochMs;
  const seq = moved(base?.seq ?? 0, readVarint(reader), (flags & FLAG.SEQ_BACK) !== 0);
  const atMs = moved(base?.atMs ?? 0, readVarint(reader), (flags & FLAG.CLOCK_BACK) !== 0);
  if (epochMs === null) return "epochMs is cut short or too large";
  if (seq === null) return "seq is cut short or out of range";
  if (atMs === null) return "atMs is cut short or out of range";
  return { epochMs, seq, atMs };
}

/** `from` plus or minus `by`; null when that is no whole number from 0 to 2^53-1. */
function moved(from: number, by: number | null, back: boolean): number | null {
  if (by === null) return null;
  const to = back ? from - by : from + by;
  return Number.isSafeInteger(to) && to >= 0 ? to : null;
}

function readChanges(reader: ByteReader, before: readonly (number | null)[]): (number | null)[] | string {
  const values = Array.from({ length: METRIC_COUNT }, (_, id) => before[id] ?? null);
  let next = 0;
  while (reader.offset < reader.bytes.length) {
    const key = readVarint(reader);
    if (key === null) return "a metric id is cut short";
    const id = next + Math.floor(key / 4);
    if (id > MAX_METRIC_ID) return `metric id ${id} is above ${MAX_METRIC_ID}`;
    const problem = readChange(reader, values, id, key % 4);
    if (problem !== null) return problem;
    next = id + 1;
  }
  return values;
}

/** Reads one change into `values`. @returns what is wrong with it, or null. */
function readChange(reader: ByteReader, values: (number | null)[], id: number, op: number): string | null {
  const known = id < values.length;
  if (op === OP.NULL) {
    if (known) values[id] = null;
    return null;
  }
  const figure = readVarint(reader);
  if (figure === null) return `the figure of metric ${id} is cut short or too large`;
  if (!known) return null;
  const old = op === OP.SET ? 0 : (values[id] ?? null);
  if (old === null) return `metric ${id} changes a value that was not known`;
  const value = moved(old, figure, op === OP.SUBTRACT);
  if (value === null) return `metric ${id} leaves the range of whole numbers`;
  values[id] = value;
  return null;
}
