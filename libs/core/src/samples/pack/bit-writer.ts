const FIRST_BYTES = 1024;
/** As many bits as one step takes: with seven that wait, still a positive number of 32 bits. */
const STEP_BITS = 24;
const STEP = 2 ** STEP_BITS;

/** Bits into bytes, highest bit first. */
export class BitWriter {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #waiting = 0;
  #waitingBits = 0;

  /** Bytes that are complete. */
  get length(): number {
    return this.#length;
  }

  /** Appends `value`, which must fit into `width` bits, 0 to 53. */
  write(value: number, width: number): void {
    let rest = value;
    if (width > STEP_BITS) {
      const high = Math.floor(value / STEP);
      this.write(high, width - STEP_BITS);
      rest = value - high * STEP;
    }
    const bits = Math.min(width, STEP_BITS);
    this.#waiting = (this.#waiting << bits) | rest;
    this.#waitingBits += bits;
    while (this.#waitingBits >= 8) this.#flushByte();
  }

  /** Fills the last byte with zeros, so that what follows starts at a byte of its own. */
  align(): void {
    if (this.#waitingBits > 0) this.write(0, 8 - this.#waitingBits);
  }

  /** @returns the complete bytes; a view that the next write makes stale. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #flushByte(): void {
    this.#waitingBits -= 8;
    if (this.#length === this.#bytes.length) this.#grow();
    this.#bytes[this.#length++] = this.#waiting >>> this.#waitingBits;
    this.#waiting &= (1 << this.#waitingBits) - 1;
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
