import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSample, encodeSample } from "./live-codec.js";
import { METRIC_COUNT, METRICS } from "./metrics.js";
import { CENSUS_SOURCES, type Sample } from "./sample.js";

const before: Sample = {
  epochMs: 1_790_000_000_000,
  seq: 4711,
  atMs: 1_790_000_300_017,
  censusSource: "sock_diag",
  partial: false,
  values: METRICS.map(({ id }) => (id % 9 === 4 ? null : id * 977)),
};
const after: Sample = {
  ...before,
  seq: 4712,
  atMs: before.atMs + 1001,
  partial: true,
  values: before.values.map((value, id) =>
    value === null ? id : id % 5 === 0 ? null : value + (id % 7) - 3,
  ),
};
const keyFrame = encodeSample(before, null);
const deltaFrame = encodeSample(after, before);
const frames = [
  { name: "a key frame", whole: keyFrame, previous: null },
  { name: "a delta frame", whole: deltaFrame, previous: before },
];

/** Whatever the bytes are: a sample that can be stored, or a reason. */
function expectTotal(bytes: Uint8Array, previous: Sample | null): void {
  const result = decodeSample(bytes, previous);
  if (!result.ok) {
    expect(result.reason).not.toBe("");
    return;
  }
  const { epochMs, seq, atMs, censusSource, values } = result.sample;
  expect(values).toHaveLength(METRIC_COUNT);
  expect(CENSUS_SOURCES).toContain(censusSource);
  for (const figure of [epochMs, seq, atMs, ...values]) {
    if (figure !== null && !(Number.isSafeInteger(figure) && figure >= 0))
      throw new Error(`${figure} is no figure`);
  }
}

describe("live frames that are not what they should be", () => {
  it.each(frames)("$name: every beginning of it", ({ whole, previous }) => {
    for (let end = 0; end < whole.length; end++) expectTotal(whole.subarray(0, end), previous);
  });

  it.each(frames)(
    "$name: every single bit of it wrong, known or not what it builds upon",
    ({ whole, previous }) => {
      for (let bit = 0; bit < whole.length * 8; bit++) {
        const bytes = Uint8Array.from(whole);
        bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
        expectTotal(bytes, previous);
        expectTotal(bytes, null);
      }
    },
  );

  it.each(frames)("$name: several bytes wrong, missing or too many", ({ whole, previous }) => {
    const edit = fc.record({
      at: fc.nat(whole.length - 1),
      cut: fc.nat(3),
      put: fc.uint8Array({ maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = [...whole];
        for (const { at, cut, put } of edits) bytes.splice(at, cut, ...put);
        expectTotal(Uint8Array.from(bytes), previous);
      }),
      { numRuns: 1000 },
    );
  });

  it("a whole connection of spoilt frames, each built upon what was understood before it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(deltaFrame.length - 1), fc.nat(255)), { maxLength: 40 }),
        (spoils) => {
          let previous: Sample | null = before;
          for (const [at, byte] of spoils) {
            const bytes = Uint8Array.from(deltaFrame);
            bytes[at] = byte;
            expectTotal(bytes, previous);
            const result = decodeSample(bytes, previous);
            previous = result.ok ? result.sample : previous;
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
