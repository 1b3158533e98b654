import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVarint, writeVarint } from "./varint.js";

function encode(value: number): Uint8Array {
  const out: number[] = [];
  writeVarint(out, value);
  return Uint8Array.from(out);
}

describe("varint", () => {
  it.each([
    [0, 1],
    [127, 1],
    [128, 2],
    [16_383, 2],
    [16_384, 3],
    [2 ** 32, 5],
    [Number.MAX_SAFE_INTEGER, 8],
  ])("writes %d in %d bytes", (value, length) => {
    expect(encode(value)).toHaveLength(length);
  });

  it("reads back every whole number up to 2^53-1", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const reader = { bytes: encode(value), offset: 0 };
        expect(readVarint(reader)).toBe(value);
        expect(reader.offset).toBe(reader.bytes.length);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuses to write %d", (value) => {
    expect(() => encode(value)).toThrow(RangeError);
  });

  it.each([
    ["no bytes", []],
    ["bytes that end within a number", [0x80]],
    ["more than eight bytes", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ["a number above 2^53-1", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
  ])("reads null from %s", (_name, bytes) => {
    expect(readVarint({ bytes: Uint8Array.from(bytes), offset: 0 })).toBeNull();
  });
});
