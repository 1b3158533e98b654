import { describe, expect, it } from "vitest";
import type { Sample } from "../sample.js";
import { decodePack } from "./decode-pack.js";
import { encodePack } from "./encode-pack.js";

/** The bytes themselves: packs lie in spools and databases for years, so these never change. */

function sampleOf(index: number, values: readonly (number | null)[], changes: Partial<Sample> = {}): Sample {
  return {
    epochMs: 1000,
    seq: 1 + index,
    atMs: 2000 + index * 1000,
    censusSource: "sock_diag",
    partial: false,
    values,
    ...changes,
  };
}

const columnOf = (figures: readonly (number | null)[]) =>
  figures.map((figure, index) => sampleOf(index, [figure]));

/** seq rises by 1 from 1 and atMs by 1000 from 2000: what their bodies are in most of these packs. */
const CLOCKS = "04 20 2f d0 2f d0 00";

const vectors: readonly [name: string, samples: readonly Sample[], hex: string][] = [
  [
    "one sample: all is constant",
    [sampleOf(0, [5, 300, null, 2 ** 53 - 1])],
    "01 e8 07 01 04 81 01 d0 0f 80 80 85 01 ac 02 00 01 ff ff ff ff ff ff ff 0f",
  ],
  [
    "a gauge that jumps",
    columnOf([7, 0, 9, 3, 8, 1]),
    `01 e8 07 06 01 46 02 46 05 80 80 40 05 ${CLOCKS} 00 2b 19 78 20`,
  ],
  [
    "a gauge that drifts",
    columnOf([40, 41, 41, 40, 42, 42, 43, 41]),
    `01 e8 07 08 01 46 02 46 05 80 80 40 05 ${CLOCKS} 19 00 29 b7 40`,
  ],
  [
    "a counter that moves steadily",
    columnOf([0, 1000, 2001, 2999, 4000, 5000, 6002, 7001]),
    `01 e8 07 08 01 46 02 46 05 80 80 42 06 ${CLOCKS} 00 bf 40 06 ec f4`,
  ],
  [
    "a counter whose rate drifts",
    columnOf([0, 100, 210, 330, 461, 600, 750]),
    `01 e8 07 07 01 46 02 46 05 80 80 43 07 ${CLOCKS} 00 89 02 49 24 d0 4c`,
  ],
  [
    "a spike",
    columnOf([0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0]),
    `01 e8 07 0c 01 46 02 46 05 80 80 44 04 ${CLOCKS} 02 04 1c c0`,
  ],
  [
    "nulls",
    columnOf([null, null, 6, 6, null, 6]),
    `01 e8 07 06 01 46 02 46 05 80 80 4c 03 ${CLOCKS} 48 07 00`,
  ],
  [
    "an outlier as large as there may be",
    columnOf([0, 1, 0, 1, 2 ** 53 - 1, 1, 1, 0]),
    `01 e8 07 08 01 46 02 46 05 80 80 40 0c ${CLOCKS} 00 04 bf ff 5f ff ff ff ff ff ff a0`,
  ],
  [
    "missing numbers, a clock set back, another source, a partial census",
    [
      sampleOf(0, [1]),
      sampleOf(4, [1], { censusSource: "procfs" }),
      sampleOf(5, [1], { atMs: 1999, censusSource: "none", partial: true }),
    ],
    "01 e8 07 03 01 41 03 41 07 46 02 40 02 81 04 2c 20 2f d0 32 f4 0b d0 40 00 20 00 02",
  ],
];

const bytesOf = (hex: string) => Uint8Array.from(hex.split(" "), (byte) => Number.parseInt(byte, 16));
const hexOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

describe("the bytes of a pack", () => {
  it.each(vectors)("%s: written", (_name, samples, hex) => {
    expect(hexOf(encodePack(samples))).toBe(hex);
  });

  it.each(vectors)("%s: read", (_name, samples, hex) => {
    expect(decodePack(bytesOf(hex))).toEqual({ ok: true, value: samples });
  });
});
