import type { BitReader } from "./bit-reader.js";
import type { BitWriter } from "./bit-writer.js";
import { readCount, writeCount } from "./numbers.js";

/** Which figures of a column are null, as runs: 1 bit for how the first run is, then the length of each less 1. */
export function writePresence(out: BitWriter, present: Uint8Array, count: number): void {
  out.write(present[0] ?? 0, 1);
  let start = 0;
  for (let index = 1; index <= count; index++) {
    if (index < count && present[index] === present[start]) continue;
    writeCount(out, index - start - 1);
    start = index;
  }
}

/** Fills `present`. @returns how many figures there are; null for bytes that no encoder made. */
export function readPresence(reader: BitReader, present: Uint8Array, count: number): number | null {
  let state = reader.read(1);
  let there = 0;
  for (let start = 0; start < count; state = 1 - state) {
    const run = readCount(reader);
    if (run === null || start + run >= count) return null;
    present.fill(state, start, start + run + 1);
    if (state === 1) there += run + 1;
    start += run + 1;
  }
  return there;
}
