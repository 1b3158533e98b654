const WINDOW_BITS = 32;

/**
 * Bits of a stretch of bytes, highest bit first. Reading past the end gives worthless bits and no exception:
 * callers read a bounded number of times and then ask `endedWell`.
 */
export class BitReader {
  #position: number;
  readonly #end: number;

  constructor(
    private readonly bytes: Uint8Array,
    start: number,
    end: number,
  ) {
    this.#position = start * 8;
    this.#end = end * 8;
  }

  /** @returns the number that the next `width` bits make, 0 to 53 of them. */
  read(width: number): number {
    if (width === 0) return 0;
    if (width > WINDOW_BITS)
      return this.read(width - WINDOW_BITS) * 2 ** WINDOW_BITS + this.read(WINDOW_BITS);
    const value = this.#window() >>> (WINDOW_BITS - width);
    this.#position += width;
    return value;
  }

  /** @returns how many ones come next, `limit` (at most 31) of them at most; passes over them and the zero that ends fewer. */
  readOnes(limit: number): number {
    const ones = Math.clz32(~this.#window());
    this.#position += Math.min(ones + 1, limit);
    return Math.min(ones, limit);
  }

  /** True when every byte was read and none past the end, and the bits that fill the last byte are zero. */
  endedWell(): boolean {
    const rest = this.#end - this.#position;
    return rest >= 0 && rest < 8 && this.read(rest) === 0;
  }

  /** The next 32 bits. */
  #window(): number {
    const { bytes } = this;
    const at = this.#position >>> 3;
    const shift = this.#position & 7;
    const word =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
    return (word << shift) | ((bytes[at + 4] ?? 0) >>> (8 - shift));
  }
}
