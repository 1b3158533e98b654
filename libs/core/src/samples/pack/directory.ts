import { type ByteReader, readVarint, writeVarint } from "../varint.js";

/**
 * What the directory of a pack says of one column. Only a coded column has a body, so that a column which does
 * not change costs one byte when it is null or below 128, and else one more than its figure.
 *
 *   0            every figure is null
 *   1            every figure is the varint that follows
 *   0x40..0x4f   coded: 1,2 the transform · 4 sparse residuals · 8 with nulls; then the length of the body, a varint
 *   0x80..0xff   every figure is this byte less 0x80
 */
export type ColumnEntry =
  | { readonly kind: "constant"; readonly figure: number | null }
  | { readonly kind: "coded"; readonly coding: ColumnCoding; readonly length: number };

export interface ColumnCoding {
  /** Place in TRANSFORMS. */
  readonly transform: number;
  readonly sparse: boolean;
  readonly hasNulls: boolean;
}

const ENTRY = { NULL: 0, CONSTANT: 1, CODED: 0x40, SMALL: 0x80 } as const;
const CODING = { TRANSFORM: 3, SPARSE: 4, NULLS: 8 } as const;

export function writeEntry(out: number[], entry: ColumnEntry): void {
  if (entry.kind === "coded") {
    const { transform, sparse, hasNulls } = entry.coding;
    out.push(ENTRY.CODED | transform | (sparse ? CODING.SPARSE : 0) | (hasNulls ? CODING.NULLS : 0));
    writeVarint(out, entry.length);
  } else if (entry.figure === null) out.push(ENTRY.NULL);
  else if (entry.figure < ENTRY.SMALL) out.push(ENTRY.SMALL | entry.figure);
  else {
    out.push(ENTRY.CONSTANT);
    writeVarint(out, entry.figure);
  }
}

/** @returns the next entry, or what is wrong with it. */
export function readEntry(reader: ByteReader): ColumnEntry | string {
  const head = reader.bytes[reader.offset];
  if (head === undefined) return "the directory is cut short";
  reader.offset += 1;
  if (head === ENTRY.NULL) return { kind: "constant", figure: null };
  if (head >= ENTRY.SMALL) return { kind: "constant", figure: head - ENTRY.SMALL };
  if (head !== ENTRY.CONSTANT && head >>> 4 !== ENTRY.CODED >>> 4) return `coding ${head} is not known`;
  const number = readVarint(reader);
  if (number === null) return "the directory is cut short or its number is too large";
  if (head === ENTRY.CONSTANT) return { kind: "constant", figure: number };
  const coding: ColumnCoding = {
    transform: head & CODING.TRANSFORM,
    sparse: (head & CODING.SPARSE) !== 0,
    hasNulls: (head & CODING.NULLS) !== 0,
  };
  return { kind: "coded", coding, length: number };
}
