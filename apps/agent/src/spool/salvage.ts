import { type GapRecord, gapRecordSchema, RECORD_KIND } from "@fourtuple/contracts/agent";
import { encodePack, MAX_PACK_SAMPLES, type Sample } from "@fourtuple/core/samples";
import { type JournalLoss, readJournal } from "./journal-codec.js";
import { type JournalFacts, parseJournalName } from "./journal-name.js";
import type { NewRecord } from "./record-book.js";
import { parseRecordFileName, type RecordFacts } from "./record-file.js";

/** What a directory holds that is ours; everything else in it is left alone. */
export interface Inventory {
  readonly records: readonly RecordFacts[];
  readonly journals: readonly JournalFacts[];
  /** Files whose writing was cut short. */
  readonly partials: readonly string[];
}

const MINUTE_MS = 60_000;

export function takeInventory(names: readonly string[], partialSuffix: string): Inventory {
  const isPartial = (name: string): boolean =>
    name.endsWith(partialSuffix) && parseRecordFileName(name.slice(0, -partialSuffix.length)) !== null;
  return {
    records: names.map(parseRecordFileName).filter((facts) => facts !== null),
    journals: names.map(parseJournalName).filter((facts) => facts !== null),
    partials: names.filter(isPartial),
  };
}

/** Host times that tell when an agent ran. A gap tells of other times than its own. */
export function timesOf({ records, journals }: Inventory): number[] {
  const taken = records.filter(({ kind }) => kind !== RECORD_KIND.GAP);
  return [...taken.map(({ toMs }) => toMs), ...journals.map(({ atMs }) => atMs)];
}

/** The samples as a pack. @throws RangeError when they are no pack: not of one run, or not in order. */
export function packOf(samples: readonly Sample[]): Omit<NewRecord, "takenMs"> {
  const times = samples.map(({ atMs }) => atMs);
  return {
    kind: RECORD_KIND.PACK,
    fromMs: Math.min(...times),
    toMs: Math.max(...times),
    samples: samples.length,
    body: encodePack(samples),
  };
}

export interface Salvaged {
  readonly packs: readonly Omit<NewRecord, "takenMs">[];
  readonly losses: readonly GapRecord[];
}

/** Makes packs of what is left of a journal; the last of them has its id and takes its place. */
export function salvageJournal(facts: JournalFacts, bytes: Uint8Array): Salvaged {
  const { samples, losses } = readJournal(bytes);
  const packs: Omit<NewRecord, "takenMs">[] = [];
  for (let from = 0; from < samples.length; from += MAX_PACK_SAMPLES) {
    const isLast = from + MAX_PACK_SAMPLES >= samples.length;
    const pack = packOf(samples.slice(from, from + MAX_PACK_SAMPLES));
    packs.push(isLast ? { ...pack, id: facts.id } : pack);
  }
  return { packs, losses: losses.map((loss) => gapOf(loss, facts)) };
}

function gapOf({ fromMs, toMs, samples }: JournalLoss, { atMs }: JournalFacts): GapRecord {
  const from = fromMs ?? atMs;
  const to = toMs ?? endOfMinute(from);
  return { fromMs: Math.min(from, to), toMs: Math.max(from, to), reason: "spool-corrupt", samples };
}

/** A journal of which nothing is there. */
export function missingJournal(atMs: number): GapRecord {
  return { fromMs: atMs, toMs: endOfMinute(atMs), reason: "spool-corrupt", samples: null };
}

function endOfMinute(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS - 1;
}

/** @returns null when the body is no gap. */
export function readGap(body: Uint8Array): GapRecord | null {
  try {
    const result = gapRecordSchema.safeParse(JSON.parse(Buffer.from(body).toString("utf8")));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
