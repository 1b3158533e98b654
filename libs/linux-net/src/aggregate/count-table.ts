import { KeyTable, type KeyTableOptions } from "./key-table.js";

/** Cells 1 to 11 count the sockets of each state, by the kernel's number; cell 0 all of them, once settled. */
export const STATE_CELLS = 12;

/** Counts sockets by key. What no key has room for is in the whole. */
export class CountTable extends KeyTable {
  /** The sockets of all keys, as in the cells of one; right once settled. */
  readonly whole = new Int32Array(STATE_CELLS);
  /** Sockets whose key found no place. */
  readonly #lost = new Int32Array(STATE_CELLS);

  /** @param options `cells` are those beyond the states. */
  constructor({ cells, ...rest }: KeyTableOptions) {
    super({ ...rest, cells: STATE_CELLS + cells });
  }

  override clear(): void {
    super.clear();
    this.#lost.fill(0);
  }

  /** Counts one socket in `state` for the key, told as to `locate`. @returns where its cells are, or -1. */
  count(state: number, first: number, second: number, third: number, more: number): number {
    const cells = this.locate(first, second, third, more);
    if (cells < 0) increment(this.#lost, state);
    else increment(this.records, cells + state);
    return cells;
  }

  /** Adds `length` cells of `from`, which begin at `at`, to those of the key. @returns where these are, or -1. */
  add(
    from: Int32Array,
    at: number,
    length: number,
    first: number,
    second: number,
    third: number,
    more: number,
  ): number {
    const cells = this.locate(first, second, third, more);
    if (cells < 0) addCells(this.#lost, 0, from, at, STATE_CELLS);
    else addCells(this.records, cells, from, at, length);
    return cells;
  }

  /** Adds up the states of each key, and all keys: once a census, not once a socket. */
  settle(): void {
    const { records, whole } = this;
    whole.set(this.#lost);
    whole[0] = sumStates(whole, 0);
    for (let at = this.cellsAt; at < this.size * this.recordWords; at += this.recordWords) {
      records[at] = sumStates(records, at);
      addCells(whole, 0, records, at, STATE_CELLS);
    }
  }
}

function addCells(to: Int32Array, place: number, from: Int32Array, at: number, length: number): void {
  for (let cell = 0; cell < length; cell++) {
    to[place + cell] = (to[place + cell] ?? 0) + (from[at + cell] ?? 0);
  }
}

/** @returns the sockets of all states, out of the cells that begin at `at`. */
export function sumStates(cells: Int32Array, at: number): number {
  let sockets = 0;
  for (let state = 1; state < STATE_CELLS; state++) sockets += cells[at + state] ?? 0;
  return sockets;
}

/** Adds one to a cell. */
export function increment(cells: Int32Array, at: number): void {
  cells[at] = (cells[at] ?? 0) + 1;
}
