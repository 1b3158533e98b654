import type { PackFailure, PackReading } from "../reading.js";
import { CENSUS_SOURCES, type Sample } from "../sample.js";
import type { Column } from "./column-decoder.js";
import { ColumnReader } from "./column-reader.js";
import { COLUMN, PACK_VERSION, type PackLayout, readLayout } from "./layout.js";

export interface PackHeader {
  readonly version: number;
  readonly epochMs: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly count: number;
  /** Time of the first sample and of the last, by the host's clock: it may have been set back between them. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** How many metrics the agent knew; an id from here on is in no sample of the pack. */
  readonly metricCount: number;
}

export interface PackColumns {
  readonly header: PackHeader;
  readonly seq: readonly number[];
  readonly atMs: readonly number[];
  /** In the order of the ids that were asked for. A metric that the pack does not have is null throughout. */
  readonly columns: readonly Column[];
}

/** A pack of which we know whose samples it holds. */
interface OpenPack {
  readonly header: PackHeader;
  readonly seq: readonly number[];
  readonly atMs: readonly number[];
  readonly reader: ColumnReader;
}

/** Which samples a pack holds. Any bytes give a header or a reason; the metrics are not looked at. */
export function readPackHeader(bytes: Uint8Array): PackReading<PackHeader> {
  const pack = openPack(bytes);
  return typeof pack === "string" ? failure(pack) : { ok: true, value: pack.header };
}

/** All samples of a pack, each with `metricCount` values. Any bytes give samples or a reason. */
export function decodePack(bytes: Uint8Array): PackReading<readonly Sample[]> {
  const pack = openPack(bytes);
  if (typeof pack === "string") return failure(pack);
  const { header, reader } = pack;
  const sources = reader.readFixed(COLUMN.CENSUS_SOURCE);
  if (typeof sources === "string") return failure(sources);
  const partials = reader.readFixed(COLUMN.PARTIAL);
  if (typeof partials === "string") return failure(partials);
  const metrics = reader.readMetrics(Array.from({ length: header.metricCount }, (_, id) => id));
  if (typeof metrics === "string") return failure(metrics);
  const samples = pack.seq.map(
    (seq, index): Sample => ({
      epochMs: header.epochMs,
      seq,
      atMs: pack.atMs[index] ?? 0,
      censusSource: CENSUS_SOURCES[sources[index] ?? -1] ?? "none",
      partial: partials[index] === 1,
      values: metrics.map((column) => column[index] ?? null),
    }),
  );
  return { ok: true, value: samples };
}

/** Some metrics of a pack, without decoding the others. Any bytes give columns or a reason. */
export function decodePackColumns(bytes: Uint8Array, metricIds: readonly number[]): PackReading<PackColumns> {
  const pack = openPack(bytes);
  if (typeof pack === "string") return failure(pack);
  const { header, seq, atMs, reader } = pack;
  const columns = reader.readMetrics(metricIds);
  return typeof columns === "string" ? failure(columns) : { ok: true, value: { header, seq, atMs, columns } };
}

function failure(reason: string): PackFailure {
  return { ok: false, reason };
}

function openPack(bytes: Uint8Array): OpenPack | string {
  const layout = readLayout(bytes);
  if (typeof layout === "string") return layout;
  const reader = new ColumnReader(bytes, layout);
  const seq = reader.readFixed(COLUMN.SEQ);
  if (typeof seq === "string") return seq;
  if (!rises(seq)) return "seq: it does not rise";
  const atMs = reader.readFixed(COLUMN.AT_MS);
  if (typeof atMs === "string") return atMs;
  return { header: headerOf(layout, seq, atMs), seq, atMs, reader };
}

function rises(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
}

function headerOf(layout: PackLayout, seq: readonly number[], atMs: readonly number[]): PackHeader {
  const { epochMs, count, metricCount } = layout;
  return {
    version: PACK_VERSION,
    epochMs,
    firstSeq: seq[0] ?? 0,
    lastSeq: seq.at(-1) ?? 0,
    count,
    firstAtMs: atMs[0] ?? 0,
    lastAtMs: atMs.at(-1) ?? 0,
    metricCount,
  };
}
