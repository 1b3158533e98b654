import { MAX_PACK_SAMPLES, type Sample } from "@fourtuple/core/samples";
import type { JournalFile } from "./directory.js";
import { encodeJournalEntry } from "./journal-codec.js";

const MINUTE_MS = 60_000;

/** The samples that will be the next pack: in memory, and in a journal that survives the process. */
export class OpenMinute {
  #samples: Sample[] = [];
  #journal: JournalFile | null = null;
  /** So many of the samples are in the journal. */
  #written = 0;
  #problem: string | null = null;

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  /** Why the samples of this minute, or some of them, are in memory only. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Whether `sample` belongs into the same pack as those that are there. */
  takes(sample: Sample): boolean {
    const last = this.#samples.at(-1);
    if (last === undefined) return true;
    const isNext = sample.epochMs === last.epochMs && sample.seq > last.seq;
    return isNext && minuteOf(sample) === minuteOf(last) && this.#samples.length < MAX_PACK_SAMPLES;
  }

  add(sample: Sample): void {
    if (this.#samples.length === 0) this.#problem = null;
    this.#samples.push(sample);
  }

  /**
   * Writes what is not in the journal yet. Never throws.
   * @param begin makes the journal of this minute; null while there is no directory for it.
   */
  write(begin: () => JournalFile | null): void {
    // A disk that failed is tried again with the next minute, not each second.
    if (this.#samples.length === 0 || this.#problem !== null) return;
    try {
      this.#journal ??= begin();
      if (this.#journal !== null) this.#appendTo(this.#journal);
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#closeJournal();
    }
  }

  #appendTo(journal: JournalFile): void {
    for (const sample of this.#samples.slice(this.#written)) {
      journal.append(encodeJournalEntry(sample));
      this.#written += 1;
    }
  }

  /** Ends the minute. @returns its samples. */
  take(): readonly Sample[] {
    const samples = this.#samples;
    this.#samples = [];
    this.#written = 0;
    this.#closeJournal();
    return samples;
  }

  #closeJournal(): void {
    this.#journal?.close();
    this.#journal = null;
  }
}

function minuteOf({ atMs }: Sample): number {
  return Math.floor(atMs / MINUTE_MS);
}

/** How long until the minute of `sample` is over. */
export function restOfMinuteMs({ atMs }: Sample): number {
  return MINUTE_MS - (atMs % MINUTE_MS);
}
