/** Whole numbers from 0 to 2^53-1 as 1 to 8 bytes, 7 bits a byte, lowest first. */

const MAX_BYTES = 8;

/** @throws RangeError unless `value` is a whole number from 0 to 2^53-1. */
export function assertWhole(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${value} is not a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
  }
}

/** Appends `value`. @throws RangeError unless it is a whole number from 0 to 2^53-1. */
export function writeVarint(out: number[], value: number): void {
  assertWhole(value);
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}

/** A reader over bytes that never reads past their end. */
export interface ByteReader {
  readonly bytes: Uint8Array;
  offset: number;
}

/** @returns the next number, or null when the bytes end within it or it is larger than 2^53-1. */
export function readVarint(reader: ByteReader): number | null {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < MAX_BYTES; i++) {
    const byte = reader.bytes[reader.offset];
    if (byte === undefined) return null;
    reader.offset += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return Number.isSafeInteger(value) ? value : null;
    scale *= 0x80;
  }
  return null;
}
