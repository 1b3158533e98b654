import { BitReader } from "./bit-reader.js";
import type { ColumnCoding, ColumnEntry } from "./directory.js";
import { readSized } from "./numbers.js";
import { readPresence } from "./presence.js";
import { readDense, readSparse } from "./residuals.js";
import { TRANSFORMS, type Transform } from "./transforms.js";

export type Column = (number | null)[];

/** Decodes columns of one pack. Any bytes give a column or what is wrong with them. */
export class ColumnDecoder {
  readonly #present: Uint8Array;
  readonly #residuals: Float64Array;
  readonly #figures: Float64Array;

  /** @param count figures of each column, nulls included. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly count: number,
  ) {
    this.#present = new Uint8Array(count);
    this.#residuals = new Float64Array(count);
    this.#figures = new Float64Array(count);
  }

  /** @param start where the body begins, for an entry that has one. */
  decode(entry: ColumnEntry, start: number): Column | string {
    if (entry.kind === "constant") return new Array<number | null>(this.count).fill(entry.figure);
    const reader = new BitReader(this.bytes, start, start + entry.length);
    const there = this.#readPresence(reader, entry.coding);
    if (there === null) return "its nulls make no sense";
    const transform = TRANSFORMS[entry.coding.transform];
    if (transform === undefined || there < Math.max(1, transform.lag)) return "it has too few figures";
    if (!this.#readFigures(reader, entry.coding, transform, there)) return "a number is too large";
    if (!reader.endedWell()) return "its length is not what was announced";
    if (!this.#areWhole(there)) return "a figure leaves the range of whole numbers";
    return this.#column(entry.coding);
  }

  #readPresence(reader: BitReader, { hasNulls }: ColumnCoding): number | null {
    return hasNulls ? readPresence(reader, this.#present, this.count) : this.count;
  }

  #readFigures(reader: BitReader, coding: ColumnCoding, transform: Transform, there: number): boolean {
    const head: number[] = [];
    for (let index = 0; index < transform.headLength; index++) {
      const number = readSized(reader);
      if (number === null) return false;
      head.push(number);
    }
    const read = coding.sparse ? readSparse : readDense;
    if (!read(reader, this.#residuals, there - transform.lag)) return false;
    transform.restore(head, this.#residuals, this.#figures, there);
    return true;
  }

  #areWhole(there: number): boolean {
    for (let index = 0; index < there; index++) {
      const figure = this.#figures[index] ?? -1;
      if (!Number.isSafeInteger(figure) || figure < 0) return false;
    }
    return true;
  }

  #column({ hasNulls }: ColumnCoding): Column {
    if (!hasNulls) return Array.from(this.#figures);
    let next = 0;
    return Array.from(this.#present, (present) => (present === 1 ? (this.#figures[next++] ?? null) : null));
  }
}
