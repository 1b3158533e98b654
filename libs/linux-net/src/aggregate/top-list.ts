import { TOP_LIST_LENGTH, type TopEntry, type TopList } from "@fourtuple/core/samples";
import { type StateCounts, TCP_STATE_CODE, TCP_STATES, zeroStateCounts } from "@fourtuple/core/tcp";
import { type CountTable, STATE_CELLS } from "./count-table.js";

/** More sockets come first; of as many the smaller key, so that the order is the same whatever came first. */
function ranksBefore({ records, cellsAt }: CountTable, record: number, other: number): boolean {
  const more = (records[record + cellsAt] ?? 0) - (records[other + cellsAt] ?? 0);
  if (more !== 0) return more > 0;
  for (let word = 1; word < cellsAt; word++) {
    const less = (records[record + word] ?? 0) - (records[other + word] ?? 0);
    if (less !== 0) return less < 0;
  }
  return false;
}

/** @returns where the records of the `length` first keys begin, in order; the others are never sorted. */
export function selectTop(table: CountTable, length: number): number[] {
  const top: number[] = [];
  const end = table.size * table.recordWords;
  for (let record = 0; record < end; record += table.recordWords) {
    if (top.length < length) top.push(record);
    else if (!ranksBefore(table, record, top[length - 1] ?? 0)) continue;
    let place = top.length - 1;
    for (; place > 0 && ranksBefore(table, record, top[place - 1] ?? 0); place--) {
      top[place] = top[place - 1] ?? 0;
    }
    top[place] = record;
  }
  return top;
}

/** @returns the counts of the states out of cells that begin at `at`. */
export function readCounts(cells: Int32Array, at: number): StateCounts {
  const counts = zeroStateCounts();
  for (const state of TCP_STATES) counts[state] = cells[at + TCP_STATE_CODE[state]] ?? 0;
  return counts;
}

/** @returns the largest keys of a table, each told by `describe` from where its record begins, and the exact rest. */
export function listTop<E extends TopEntry>(
  table: CountTable,
  describe: (record: number, counted: TopEntry) => E,
): TopList<E> {
  const rest = table.whole.slice();
  const entries = selectTop(table, TOP_LIST_LENGTH).map((record) => {
    const at = record + table.cellsAt;
    for (let cell = 0; cell < STATE_CELLS; cell++)
      rest[cell] = (rest[cell] ?? 0) - (table.records[at + cell] ?? 0);
    return describe(record, { sockets: table.records[at] ?? 0, states: readCounts(table.records, at) });
  });
  const other = { sockets: rest[0] ?? 0, states: readCounts(rest, 0) };
  return { entries, other: { ...other, keys: table.size - entries.length, keysExact: table.exact } };
}
