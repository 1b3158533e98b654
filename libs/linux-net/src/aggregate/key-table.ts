/**
 * Keys kept apart at most. The kernel walks its hash, so that sockets come in no order of their keys: one that
 * holds m of n sockets is unlikely to show up only after so many others, the less so the larger m is. What is
 * lost are small keys of hosts with very many (judgement: some 2 MB at most for the widest keys).
 */
export const MAX_KEYS = 16_384;

const MIN_CAPACITY = 64;
/** Slots to a key. */
const SPARENESS = 2;
/** At half load no run of this length occurs by chance; peers who choose their addresses can make no more work. */
const MAX_PROBES = 128;
/** A table is halved after this many fillings in a row that needed an eighth of it or less (judgement: a minute). */
const QUIET_FILLINGS = 60;

/** Words of a key that are handed over by themselves; nearly all keys have no more. */
export const OWN_WORDS = 3;
/** Begins every hash, so that nobody outside can foresee which addresses collide. */
const SEED = (Math.random() * 0x1_0000_0000) | 0;

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

export interface KeyTableOptions {
  /** Words of the longest key beyond its third. */
  readonly moreWords: number;
  /** Numbers that a key carries. */
  readonly cells: number;
  readonly maxKeys?: number;
}

/**
 * Cells of numbers by key: a hash table of open addressing over flat memory, without an object per key.
 * A key is three 32-bit words, and where the first one says so some more. Its record holds the hash, the key and
 * the cells, side by side. A slot holds where a record's key begins, which is never 0, or 0 where it is free.
 */
export class KeyTable {
  /** Where the words of a key beyond its third are put before it is looked up. */
  readonly rest: Int32Array;
  /** All records, one behind another in the order in which their keys came; another array after the table grew. */
  records: Int32Array;
  readonly recordWords: number;
  /** From the beginning of a record to its cells; its key is at 1. */
  readonly cellsAt: number;
  size = 0;
  /** False once a key found no place. */
  exact = true;
  readonly #keyWords: number;
  readonly #maxKeys: number;
  #capacity = MIN_CAPACITY;
  #slots = new Int32Array(MIN_CAPACITY * SPARENESS);
  #quietFillings = 0;

  constructor({ moreWords, cells, maxKeys = MAX_KEYS }: KeyTableOptions) {
    this.rest = new Int32Array(moreWords);
    this.#keyWords = OWN_WORDS + moreWords;
    this.cellsAt = 1 + this.#keyWords;
    this.recordWords = this.cellsAt + cells;
    this.records = new Int32Array(MIN_CAPACITY * this.recordWords);
    this.#maxKeys = maxKeys;
  }

  /** Keys that there is memory for at present. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Empties the table for another filling. */
  clear(): void {
    this.#quietFillings = this.size * 8 <= this.#capacity ? this.#quietFillings + 1 : 0;
    this.records.fill(0, 0, this.size * this.recordWords);
    this.#slots.fill(0);
    this.size = 0;
    this.exact = true;
    if (this.#quietFillings >= QUIET_FILLINGS && this.#capacity > MIN_CAPACITY) {
      this.#quietFillings = 0;
      this.#resize(this.#capacity / 2);
    }
  }

  /** Puts words that lie elsewhere into `rest`. */
  putRest(from: Int32Array, at: number, more: number): void {
    for (let index = 0; index < more; index++) this.rest[index] = from[at + index] ?? 0;
  }

  /**
   * Finds a key, or adds it with all cells at zero.
   * @param more how many of its words lie in `rest`.
   * @returns where its cells begin in `records`, -1 when there is no place for another key.
   */
  locate(first: number, second: number, third: number, more: number): number {
    const hash = this.#hash(first, second, third, more);
    const { records } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask, probes = 0; probes < MAX_PROBES; slot = (slot + 1) & mask, probes++) {
      const key = slots[slot] ?? 0;
      if (key === 0) return this.#add(slot, hash, first, second, third, more);
      const isSame = records[key] === first && records[key + 1] === second && records[key + 2] === third;
      if (isSame && (more === 0 || this.#hasRest(key, more))) return key + this.#keyWords;
    }
    this.exact = false;
    return -1;
  }

  /** @returns true when the key is here. */
  has(first: number, second: number, third: number, more: number): boolean {
    const { records } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = this.#hash(first, second, third, more) & mask;
    for (let probes = 0; probes < MAX_PROBES; slot = (slot + 1) & mask, probes++) {
      const key = slots[slot] ?? 0;
      if (key === 0) return false;
      const isSame = records[key] === first && records[key + 1] === second && records[key + 2] === third;
      if (isSame && (more === 0 || this.#hasRest(key, more))) return true;
    }
    return false;
  }

  #hash(first: number, second: number, third: number, more: number): number {
    let hash = mix(mix(mix(SEED, first), second), third);
    if (more > 0) hash = this.#mixRest(hash, more);
    hash = Math.imul(hash, 0x85ebca6b);
    return hash ^ (hash >>> 13);
  }

  #mixRest(hash: number, more: number): number {
    let mixed = hash;
    for (let index = 0; index < more; index++) mixed = mix(mixed, this.rest[index] ?? 0);
    return mixed;
  }

  #hasRest(key: number, more: number): boolean {
    for (let index = 0; index < more; index++) {
      if (this.records[key + OWN_WORDS + index] !== this.rest[index]) return false;
    }
    return true;
  }

  #add(slot: number, hash: number, first: number, second: number, third: number, more: number): number {
    if (this.size >= this.#maxKeys) {
      this.exact = false;
      return -1;
    }
    if (this.size === this.#capacity) {
      this.#resize(this.#capacity * 2);
      return this.locate(first, second, third, more);
    }
    const key = this.size * this.recordWords + 1;
    this.records[key - 1] = hash;
    this.records[key] = first;
    this.records[key + 1] = second;
    this.records[key + 2] = third;
    for (let index = 0; index < more; index++) this.records[key + OWN_WORDS + index] = this.rest[index] ?? 0;
    this.size++;
    this.#slots[slot] = key;
    return key + this.#keyWords;
  }

  /** Every record gets a slot again. */
  #resize(capacity: number): void {
    const end = this.size * this.recordWords;
    const records = new Int32Array(capacity * this.recordWords);
    records.set(this.records.subarray(0, end));
    this.records = records;
    this.#capacity = capacity;
    this.#slots = new Int32Array(capacity * SPARENESS);
    const mask = this.#slots.length - 1;
    for (let record = 0; record < end; record += this.recordWords) {
      let slot = (records[record] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = record + 1;
    }
  }
}
