import fc from "fast-check";
import { expect, it } from "vitest";

/** Reads the bytes in every way there is and throws where an answer breaks a promise of the reader. */
export type ReadSoundly = (bytes: Uint8Array) => { readonly ok: boolean };

/** Adds the tests that every decoder has to stand: `whole` cut, lengthened, and spoilt bit by bit and byte by byte. */
export function testSpoiling(whole: Uint8Array, read: ReadSoundly): void {
  it("every beginning is refused", () => {
    for (let end = 0; end < whole.length; end++) expect(read(whole.subarray(0, end)).ok).toBe(false);
  });

  it("anything behind the end is refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (more) => {
        expect(read(Uint8Array.from([...whole, ...more])).ok).toBe(false);
      }),
    );
  });

  it("every single bit may be wrong", () => {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = Uint8Array.from(whole);
      bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
      read(bytes);
    }
  });

  it("several bytes may be wrong, missing or too many", () => {
    const edit = fc.record({
      at: fc.nat(whole.length - 1),
      cut: fc.nat(3),
      put: fc.uint8Array({ maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = [...whole];
        for (const { at, cut, put } of edits) bytes.splice(at, cut, ...put);
        read(Uint8Array.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });
}

/** Adds the test of arbitrary bytes, each behind one of `starts`. */
export function testAnyBytes(starts: readonly (readonly number[])[], read: ReadSoundly): void {
  it("any bytes may come, with and without a good header before them", () => {
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), (before, bytes) => {
        read(Uint8Array.from([...before, ...bytes]));
      }),
      { numRuns: 5000 },
    );
  });
}
