import { type GapRecord, gapRecordSchema, RECORD_KIND, type RecordFrame } from "@fourtuple/contracts/agent";
import { type CensusTier, decodePack, decodeTopLists, type Sample } from "@fourtuple/core/samples";
import { type FilingWindow, recordFilingTime } from "./filing-time.js";
import { readJsonFrame } from "./json-frame.js";

/** The kinds that this server understands. */
export const RECORD_KINDS: readonly number[] = Object.values(RECORD_KIND);

export interface RecordedTopLists {
  readonly atMs: number;
  readonly tier: CensusTier;
  readonly body: Uint8Array;
}

/** What is to be stored of a record, under the times it is filed under. */
export interface RecordContent {
  readonly samples: readonly Sample[];
  readonly topLists: readonly RecordedTopLists[];
  readonly gaps: readonly GapRecord[];
  /** What of it is left out and why; null when nothing is. */
  readonly leftOut: string | null;
}

export type ReadRecord =
  | { readonly ok: true; readonly content: RecordContent }
  | { readonly ok: false; readonly reason: string };

const NO_PLACE = "outside the time that is kept";
const EMPTY: RecordContent = { samples: [], topLists: [], gaps: [], leftOut: null };

/**
 * Reads a record of a known kind. Any bytes give something to store or the reason why there is nothing.
 *
 * @param clockSkewMs the host's clock minus the server's
 */
export function readRecord(record: RecordFrame, clockSkewMs: number, window: FilingWindow): ReadRecord {
  const file = (atMs: number) => recordFilingTime(atMs, clockSkewMs, window);
  switch (record.kind) {
    case RECORD_KIND.PACK:
      return readPack(record.body, file);
    case RECORD_KIND.TOP_LISTS:
      return readTopLists(record.body, file);
    case RECORD_KIND.GAP:
      return readGap(record.body, file);
    default:
      return { ok: false, reason: `records of kind ${record.kind} are not known` };
  }
}

type File = (atMs: number) => number | null;

function readPack(body: Uint8Array, file: File): ReadRecord {
  const read = decodePack(body);
  if (!read.ok) return read;
  if (read.value.some(({ seq }) => seq < 1)) return { ok: false, reason: "seq counts from 1" };
  const samples = read.value.flatMap((sample) => {
    const atMs = file(sample.atMs);
    return atMs === null ? [] : [{ ...sample, atMs }];
  });
  const left = read.value.length - samples.length;
  if (samples.length === 0) return { ok: false, reason: `all ${left} samples are ${NO_PLACE}` };
  const leftOut = left > 0 ? `${left} of ${read.value.length} samples are ${NO_PLACE}` : null;
  return { ok: true, content: { ...EMPTY, samples, leftOut } };
}

function readTopLists(body: Uint8Array, file: File): ReadRecord {
  const read = decodeTopLists(body);
  if (!read.ok) return read;
  const atMs = file(read.value.atMs);
  if (atMs === null) return { ok: false, reason: `the top lists are ${NO_PLACE}` };
  return { ok: true, content: { ...EMPTY, topLists: [{ atMs, tier: read.value.tier, body }] } };
}

/** A gap may begin before all that is kept, as long as it does not end there. */
function readGap(body: Uint8Array, file: File): ReadRecord {
  const read = readJsonFrame(gapRecordSchema, body);
  if (!read.ok) return read;
  const gap = read.value;
  const toMs = file(gap.toMs);
  if (toMs === null) return { ok: false, reason: `the gap is ${NO_PLACE}` };
  const fromMs = Math.max(0, toMs - (gap.toMs - gap.fromMs));
  return { ok: true, content: { ...EMPTY, gaps: [{ ...gap, fromMs, toMs }] } };
}
