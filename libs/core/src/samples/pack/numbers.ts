import type { BitReader } from "./bit-reader.js";
import type { BitWriter } from "./bit-writer.js";

/**
 * How single whole numbers are written as bits. `sized`: 6 bits for the width, then the number without its
 * highest bit; for numbers of any size. `count`: width in ones, then the same; for small ones. `rice`: see rice.ts.
 */

/** Widest number there is: 2^53-1. */
export const MAX_WIDTH = 53;
const WIDTH_BITS = 6;
/** As far as a count goes: 2^10-1 is past every number of samples. */
const MAX_COUNT_WIDTH = 10;
/** Steps that go further than this cannot be folded into 53 bits. */
const MAX_FOLDED = 2 ** 52;

/** @returns how many bits `value` (0 to 2^53-1) has; 0 for 0. */
export function widthOf(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

/** Whole numbers of both signs as those from 0: 0, -1, 1, -2, 2, ... */
export function fold(step: number): number {
  return step < 0 ? -2 * step - 1 : 2 * step;
}

export function unfold(folded: number): number {
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

export function isFoldable(step: number): boolean {
  return step < MAX_FOLDED && step > -MAX_FOLDED;
}

export function sizedBits(value: number): number {
  return WIDTH_BITS + Math.max(0, widthOf(value) - 1);
}

export function writeSized(out: BitWriter, value: number): void {
  const width = widthOf(value);
  out.write(width, WIDTH_BITS);
  if (width > 1) out.write(value - 2 ** (width - 1), width - 1);
}

/** @returns null when it says that it is wider than any number. */
export function readSized(reader: BitReader): number | null {
  const width = reader.read(WIDTH_BITS);
  if (width > MAX_WIDTH) return null;
  return width === 0 ? 0 : 2 ** (width - 1) + reader.read(width - 1);
}

/** Bits of a count from 0 to 1022. */
export function countBits(count: number): number {
  return 2 * widthOf(count + 1) - 1;
}

export function writeCount(out: BitWriter, count: number): void {
  const low = widthOf(count + 1) - 1;
  out.write(2 ** (low + 1) - 2, low + 1);
  out.write(count + 1 - 2 ** low, low);
}

/** @returns null when it is longer than any count. */
export function readCount(reader: BitReader): number | null {
  const low = reader.readOnes(MAX_COUNT_WIDTH);
  return low === MAX_COUNT_WIDTH ? null : 2 ** low + reader.read(low) - 1;
}
