import { describe, expect, it } from "vitest";
import { decodeSample, encodeSample } from "./live-codec.js";
import { METRIC_COUNT } from "./metrics.js";
import type { Sample } from "./sample.js";

/** The bytes themselves: agents and servers of other versions are in the field, so these never change. */

function sampleOf(changes: Partial<Sample>, figures: Readonly<Record<number, number | null>> = {}): Sample {
  const values = Array.from({ length: METRIC_COUNT }, (_, id) => figures[id] ?? null);
  return { epochMs: 300, seq: 7, atMs: 1000, censusSource: "sock_diag", partial: false, values, ...changes };
}

const first = sampleOf({}, { 0: 5, 3: 300, 61: 0 });

const vectors: readonly [name: string, previous: Sample | null, sample: Sample, bytes: readonly number[]][] =
  [
    [
      "a key frame: header, then id gaps with absolute figures",
      null,
      first,
      [1, 0b0000_0001, 0xac, 0x02, 7, 0xe8, 0x07, 0b010, 5, (2 << 2) | 2, 0xac, 0x02, ...[0xe6, 0x01], 0],
    ],
    [
      "a second in which nothing moved",
      first,
      sampleOf({ seq: 8, atMs: 2000 }, { 0: 5, 3: 300, 61: 0 }),
      [1, 0, 1, 0xe8, 0x07],
    ],
    [
      "figures that rise, fall, go away and appear",
      first,
      sampleOf({ seq: 8, atMs: 2000 }, { 0: 6, 3: 299, 4: 9 }),
      [1, 0, 1, 0xe8, 0x07, 0b000, 1, (2 << 2) | 1, 1, 0b010, 9, ...[0xe3, 0x01]],
    ],
    [
      "numbers and clock that go back, after a new epoch",
      first,
      sampleOf({ epochMs: 301, seq: 6, atMs: 999 }, { 0: 5, 3: 300, 61: 0 }),
      [1, 0b0001_1100, 0xad, 0x02, 1, 1],
    ],
    [
      "a partial census by procfs",
      first,
      sampleOf({ censusSource: "procfs", partial: true }, { 0: 5, 3: 300, 61: 0 }),
      [1, 0b0010_0010, 0, 0],
    ],
    [
      "no census at all",
      first,
      sampleOf({ censusSource: "none" }, { 0: 5, 3: 300, 61: 0 }),
      [1, 0b0100_0000, 0, 0],
    ],
  ];

describe("the bytes of a sample", () => {
  it.each(vectors)("%s: written", (_name, previous, sample, bytes) => {
    expect([...encodeSample(sample, previous)]).toEqual(bytes);
  });

  it.each(vectors)("%s: read", (_name, previous, sample, bytes) => {
    expect(decodeSample(Uint8Array.from(bytes), previous)).toEqual({ ok: true, sample });
  });
});
