const SPACE = 0x20;

/** Value of an ASCII hex digit by its code, 255 for every other byte. */
const HEX_VALUE = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit++) {
  const lower = digit.toString(16);
  HEX_VALUE[lower.charCodeAt(0)] = digit;
  HEX_VALUE[lower.toUpperCase().charCodeAt(0)] = digit;
}

/** Walks the bytes of one line without making strings. A method that finds something else answers -1 or false. */
export class LineCursor {
  position = 0;
  #end = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** Sets the cursor on the line from `start` up to `end`. */
  reset(start: number, end: number): void {
    this.position = start;
    this.#end = end;
  }

  /** @returns the code of the byte here, -1 at the end of the line. */
  peek(): number {
    return this.position < this.#end ? (this.bytes[this.position] ?? -1) : -1;
  }

  skipSpaces(): void {
    while (this.peek() === SPACE) this.position++;
  }

  expect(code: number): boolean {
    if (this.peek() !== code) return false;
    this.position++;
    return true;
  }

  /** @returns how many hex digits were passed over. */
  skipHex(): number {
    const start = this.position;
    while (this.position < this.#end && HEX_VALUE[this.bytes[this.position] ?? 0] !== 255) this.position++;
    return this.position - start;
  }

  /** @returns the value of `digits` hex digits exactly, -1 when there are fewer. */
  readHex(digits: number): number {
    let value = 0;
    for (let index = 0; index < digits; index++) {
      const digit = HEX_VALUE[this.peek() & 0xff] ?? 255;
      if (digit === 255 || this.position >= this.#end) return -1;
      value = value * 16 + digit;
      this.position++;
    }
    return value;
  }

  /** @returns the decimal number here, -1 when there is none or it has more than 15 digits. */
  readDecimal(): number {
    const start = this.position;
    let value = 0;
    for (let code = this.peek(); code >= 0x30 && code <= 0x39; code = this.peek()) {
      value = value * 10 + code - 0x30;
      this.position++;
    }
    const digits = this.position - start;
    return digits > 0 && digits <= 15 ? value : -1;
  }
}
