import { RECORD_KIND } from "@fourtuple/contracts/agent";
import { bytesOnDisk, type RecordFacts } from "./record-file.js";

/** A record that waits for the server. */
export interface Entry extends RecordFacts {
  /** Monotonic time of its newest sample, before the start for one of a former run; -Infinity: goes first. */
  readonly takenMs: number;
  /** Null once it is on the disk. */
  body: Uint8Array | null;
  /** The uplink has had it: it may be at the server, and must stay what it is. */
  handedOut: boolean;
}

/** The records, oldest first. Holds no body of what is on the disk. */
export class RecordIndex {
  readonly #entries = new Map<number, Entry>();
  /** By age, then by id. */
  readonly #order: Entry[] = [];
  /** Those with a body. */
  readonly #unsettled = new Set<Entry>();
  #diskBytes = 0;

  get size(): number {
    return this.#order.length;
  }

  get diskBytes(): number {
    return this.#diskBytes;
  }

  get(id: number): Entry | undefined {
    return this.#entries.get(id);
  }

  put(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    this.#order.splice(this.#placeOf(entry), 0, entry);
    if (entry.body === null) this.#diskBytes += bytesOnDisk(entry);
    else this.#unsettled.add(entry);
  }

  remove(entry: Entry): void {
    if (this.#entries.get(entry.id) !== entry) return;
    this.#entries.delete(entry.id);
    this.#unsettled.delete(entry);
    this.#order.splice(this.#placeOf(entry), 1);
    if (entry.body === null) this.#diskBytes -= bytesOnDisk(entry);
  }

  /** Its file is written: the body need not be kept. */
  settle(entry: Entry): void {
    if (!this.#unsettled.delete(entry)) return;
    entry.body = null;
    this.#diskBytes += bytesOnDisk(entry);
  }

  /** All as they are now: the caller may change them on the way. */
  entries(): readonly Entry[] {
    return [...this.#order];
  }

  /** The oldest of these kinds (null: of any) that is not in `except`. */
  oldest(except: ReadonlySet<number>, kinds: readonly number[] | null): Entry | undefined {
    return this.#order.find(({ id, kind }) => !except.has(id) && (kinds?.includes(kind) ?? true));
  }

  /** The oldest that may be given up for want of room; what tells of losses stays. */
  oldestDroppable(): Entry | undefined {
    return this.#order.find(({ kind }) => kind !== RECORD_KIND.GAP);
  }

  /** Those that are in memory only, oldest first. */
  unsettled(): Entry[] {
    return [...this.#unsettled].sort(compareAge);
  }

  /** Host time of the oldest sample. */
  oldestSampleMs(): number | null {
    return this.#order.find(({ kind }) => kind === RECORD_KIND.PACK)?.fromMs ?? null;
  }

  /** Place of the first that is not older than `entry`. */
  #placeOf(entry: Entry): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#order[middle];
      if (other !== undefined && compareAge(other, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compareAge(one: Entry, other: Entry): number {
  // Both may be -Infinity.
  return one.takenMs === other.takenMs ? one.id - other.id : one.takenMs - other.takenMs;
}
