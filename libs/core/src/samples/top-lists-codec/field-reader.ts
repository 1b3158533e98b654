import { type ByteReader, readVarint } from "../varint.js";

/**
 * Reads fields one after the other. The first one that is not right is kept as the reason, and everything after
 * it reads as zero: callers read a bounded number of fields and look at `reason` in the end.
 */
export class FieldReader {
  readonly #reader: ByteReader;
  #reason: string | null = null;

  constructor(bytes: Uint8Array) {
    this.#reader = { bytes, offset: 0 };
  }

  /** Why what was read is worthless; null when it is not. */
  get reason(): string | null {
    return this.#reason;
  }

  get left(): number {
    return this.#reader.bytes.length - this.#reader.offset;
  }

  fail(reason: string): void {
    this.#reason ??= reason;
  }

  /** The next varint, `most` at most. */
  whole(what: string, most: number = Number.MAX_SAFE_INTEGER): number {
    if (this.#reason !== null) return 0;
    const value = readVarint(this.#reader);
    if (value === null) this.fail(`${what} is cut short or too large`);
    else if (value > most) this.fail(`${what} is ${value}, at most ${most} is taken`);
    else return value;
    return 0;
  }

  /** The next `length` bytes. */
  bytes(what: string, length: number): Uint8Array {
    if (this.left < length) this.fail(`${what} is cut short`);
    if (this.#reason !== null) return new Uint8Array(length);
    const start = this.#reader.offset;
    this.#reader.offset += length;
    return this.#reader.bytes.subarray(start, start + length);
  }
}
