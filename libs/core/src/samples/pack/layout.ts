import { CENSUS_SOURCES } from "../sample.js";
import { type ByteReader, readVarint } from "../varint.js";
import { type ColumnEntry, readEntry } from "./directory.js";

/**
 * The bytes of a pack, version 1.
 *
 *   byte 0      version
 *   varints     epochMs, samples (1 to 600), metrics (0 to 4096)
 *   directory   an entry for each column: see directory.ts
 *   bodies      of the coded columns, in their order; each starts at a byte of its own and is bits, highest first:
 *               [which are null] head residuals
 *
 * The columns are seq, atMs, censusSource (place in CENSUS_SOURCES), partial (0 or 1), then the metrics by id.
 * Since the directory tells the length of every body, some columns are read without the others.
 */
export const PACK_VERSION = 1;

/** Ten minutes at one sample a second; a minute is the rule. */
export const MAX_PACK_SAMPLES = 600;

/** As many metrics as `hello` may announce. */
export const MAX_PACK_METRICS = 4096;

/**
 * Samples times metrics. A constant column is a byte or two, so that without this bound four kilobytes from a
 * hostile agent ask for 2.5 million figures. Judgement: room for a minute of as many metrics as there may be.
 */
export const MAX_PACK_FIGURES = 2 ** 18;

/** Columns that every sample has; none of their figures is ever null. */
export const FIXED_COLUMNS = ["seq", "atMs", "censusSource", "partial"] as const;
export const COLUMN = { SEQ: 0, AT_MS: 1, CENSUS_SOURCE: 2, PARTIAL: 3, FIRST_METRIC: 4 } as const;

/** Exclusive bounds of what a fixed column may hold. */
export const FIXED_LIMITS = [2 ** 53, 2 ** 53, CENSUS_SOURCES.length, 2] as const;

export interface PlacedEntry {
  readonly entry: ColumnEntry;
  /** Where its body starts; without one, where the next starts. */
  readonly start: number;
}

export interface PackLayout {
  readonly epochMs: number;
  readonly count: number;
  readonly metricCount: number;
  readonly columns: readonly PlacedEntry[];
}

/** Reads all but the bodies. @returns what is wrong when the bytes are no pack, or more or less than one. */
export function readLayout(bytes: Uint8Array): PackLayout | string {
  const version = bytes[0];
  if (version === undefined) return "the pack is empty";
  if (version !== PACK_VERSION) return `pack version ${version} is not known, only ${PACK_VERSION}`;
  const reader: ByteReader = { bytes, offset: 1 };
  const epochMs = readVarint(reader);
  const count = readVarint(reader);
  const metricCount = readVarint(reader);
  if (epochMs === null || count === null || metricCount === null) return "the header is cut short";
  if (count < 1 || count > MAX_PACK_SAMPLES) return `${count} samples are not 1 to ${MAX_PACK_SAMPLES}`;
  if (metricCount > MAX_PACK_METRICS) return `${metricCount} metrics are more than ${MAX_PACK_METRICS}`;
  if (count * metricCount > MAX_PACK_FIGURES)
    return `${count} samples of ${metricCount} metrics are too many`;
  const columns = readDirectory(reader, FIXED_COLUMNS.length + metricCount);
  return typeof columns === "string" ? columns : { epochMs, count, metricCount, columns };
}

function readDirectory(reader: ByteReader, columnCount: number): PlacedEntry[] | string {
  const entries: ColumnEntry[] = [];
  for (let column = 0; column < columnCount; column++) {
    const entry = readEntry(reader);
    if (typeof entry === "string") return `${columnName(column)}: ${entry}`;
    entries.push(entry);
  }
  let start = reader.offset;
  const placed = entries.map((entry) => {
    const at = { entry, start };
    start += entry.kind === "coded" ? entry.length : 0;
    return at;
  });
  const { length } = reader.bytes;
  return start === length ? placed : `the pack has ${length} bytes, its directory says ${start}`;
}

/** How a reason names a column. */
export function columnName(column: number): string {
  return FIXED_COLUMNS[column] ?? `metric ${column - FIXED_COLUMNS.length}`;
}
