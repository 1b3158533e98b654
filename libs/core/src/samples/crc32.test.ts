import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "./crc32.js";

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe("crc32", () => {
  it.each([
    ["", 0],
    ["a", 0xe8b7be43],
    ["123456789", 0xcbf43926],
    ["The quick brown fox jumps over the lazy dog", 0x414fa339],
  ])("of %j is the published one", (text, checksum) => {
    expect(crc32(bytesOf(text))).toBe(checksum);
  });

  it("agrees with zlib on any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      }),
    );
  });

  it("changes with every single bit", () => {
    const bytes = bytesOf("a record of the spool");
    const whole = crc32(bytes);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const spoilt = Uint8Array.from(bytes);
      spoilt[bit >>> 3] = (spoilt[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
      expect(crc32(spoilt)).not.toBe(whole);
    }
  });
});
