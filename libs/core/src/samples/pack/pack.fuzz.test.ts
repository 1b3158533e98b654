import { describe, expect, it } from "vitest";
import { testAnyBytes, testSpoiling } from "../../../test/spoil.js";
import type { PackReading } from "../reading.js";
import { CENSUS_SOURCES, type Sample } from "../sample.js";
import { writeVarint } from "../varint.js";
import { decodePack, decodePackColumns, readPackHeader } from "./decode-pack.js";
import { encodePack } from "./encode-pack.js";
import { MAX_PACK_METRICS, MAX_PACK_SAMPLES } from "./layout.js";

/** A minute in which every coding occurs: constants, nulls, dense and sparse, each transform, an outlier. */
function mixedMinute(): Sample[] {
  const noise = (i: number) => (i * 7919 + 13) % 31;
  return Array.from({ length: 60 }, (_, i) => ({
    epochMs: 1_790_000_000_000,
    seq: 17 + i + (i > 30 ? 2 : 0),
    atMs: 1_790_000_060_000 + i * 1000 + (i % 3),
    censusSource: i < 50 ? ("sock_diag" as const) : ("procfs" as const),
    partial: i === 7,
    values: [
      ...[0, 127, 128, 2 ** 53 - 1, null],
      ...[noise(i), noise(i) * 1e9, i * 1500 + noise(i), i * i * 40 + noise(i), i % 20 === 3 ? 9 : 0],
      ...[
        i < 5 ? null : 12 + (i % 2),
        i % 7 === 0 ? null : 4,
        i === 44 ? 2 ** 53 - 1 : 3,
        1e6 + Math.floor(i / 25),
      ],
    ],
  }));
}

/** Reads bytes in every way there is, and holds each answer to what a reader promises. */
function expectTotal(bytes: Uint8Array): PackReading<readonly Sample[]> {
  const reading = decodePack(bytes);
  expectSound(reading);
  const header = readPackHeader(bytes);
  const columns = decodePackColumns(bytes, [0, 5, 9, 13]);
  if (reading.ok) expect(header.ok && columns.ok).toBe(true);
  if (columns.ok) expect(columns.value.columns.flat().every(isFigure)).toBe(true);
  return reading;
}

function expectSound(reading: PackReading<readonly Sample[]>): void {
  if (!reading.ok) {
    expect(reading.reason).not.toBe("");
    return;
  }
  const samples = reading.value;
  expect(samples.length).toBeGreaterThan(0);
  expect(samples.length).toBeLessThanOrEqual(MAX_PACK_SAMPLES);
  let before = -1;
  for (const { epochMs, seq, atMs, censusSource, values } of samples) {
    if (seq <= before) throw new Error(`sample ${seq} comes after ${before}`);
    before = seq;
    if (!CENSUS_SOURCES.includes(censusSource)) throw new Error(`source ${censusSource}`);
    if (values.length > MAX_PACK_METRICS) throw new Error(`${values.length} values`);
    for (const figure of [epochMs, atMs, ...values]) {
      if (!isFigure(figure)) throw new Error(`${figure} is no figure`);
    }
  }
}

function isFigure(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 0);
}

function header(version: number, ...numbers: readonly number[]): number[] {
  const out = [version];
  for (const number of numbers) writeVarint(out, number);
  return out;
}

const CONSTANT_COLUMNS = [0x81, 0x82, 0x80, 0x80];
const whole = encodePack(mixedMinute());

describe("bytes nobody should send", () => {
  it("the pack that is spoilt here is a good one, and has every coding in it", () => {
    expect(decodePack(whole)).toEqual({ ok: true, value: mixedMinute() });
    const codings = [...whole.subarray(0, 80)].filter((byte) => byte >= 0x40 && byte < 0x50);
    expect(new Set(codings.map((coding) => coding & 3))).toEqual(new Set([0, 1, 2, 3]));
    expect(codings.some((coding) => coding & 4)).toBe(true);
    expect(codings.some((coding) => coding & 8)).toBe(true);
  });

  testSpoiling(whole, expectTotal);
  testAnyBytes([[], header(1, 5, 60, 4), header(1, 5, 2, 0), [...whole.subarray(0, 40)]], expectTotal);

  it.each<[string, number[], string]>([
    ["no byte", [], "empty"],
    ["another version", [2, 1, 1, 0], "pack version 2 is not known, only 1"],
    ["a header cut short", [1, 0x80], "header is cut short"],
    ["no sample", header(1, 5, 0, 0), "0 samples are not 1 to 600"],
    ["more samples than there may be", header(1, 5, 601, 0), "601 samples"],
    ["a number of samples that no memory holds", header(1, 5, 2 ** 53 - 1, 0), "samples are not 1 to 600"],
    ["more metrics than there may be", header(1, 5, 1, 4097), "4097 metrics are more than 4096"],
    [
      "a directory cut short",
      [...header(1, 5, 1, 1), ...CONSTANT_COLUMNS],
      "metric 0: the directory is cut short",
    ],
    ["a number in it cut short", [...header(1, 5, 1, 0), 1, 0x80], "seq: the directory is cut short"],
    ["a coding that is not known", [...header(1, 5, 1, 0), 0x50], "seq: coding 80 is not known"],
    [
      "a body that is not there",
      [...header(1, 5, 1, 0), ...CONSTANT_COLUMNS.slice(1), 0x40, 9],
      "its directory says",
    ],
    [
      "no number of the sample",
      [...header(1, 5, 1, 0), 0, ...CONSTANT_COLUMNS.slice(1)],
      "seq: a figure is missing",
    ],
    ["the same number twice", [...header(1, 5, 2, 0), ...CONSTANT_COLUMNS], "seq: it does not rise"],
    [
      "a source that does not exist",
      [...header(1, 5, 1, 0), 0x81, 0x81, 0x83, 0x80],
      "censusSource: a figure",
    ],
    ["a truth of 2", [...header(1, 5, 1, 0), 0x81, 0x81, 0x80, 0x82], "partial: a figure"],
    [
      "a body that is too long",
      [...header(1, 5, 1, 1), ...CONSTANT_COLUMNS, 0x44, 3, 0, 0, 0],
      "metric 0: its length",
    ],
    [
      "bits set behind the end",
      [...header(1, 5, 1, 1), ...CONSTANT_COLUMNS, 0x44, 1, 0x01],
      "metric 0: its length",
    ],
    [
      "too few figures for the coding",
      [...header(1, 5, 1, 1), ...CONSTANT_COLUMNS, 0x47, 1, 0],
      "too few figures",
    ],
    [
      "nulls past the end",
      [...header(1, 5, 1, 1), ...CONSTANT_COLUMNS, 0x4c, 1, 0xff],
      "its nulls make no sense",
    ],
    [
      "a width of 54 bits",
      [...header(1, 5, 1, 1), ...CONSTANT_COLUMNS, 0x44, 1, 54 << 2],
      "a number is too large",
    ],
  ])("%s: refused with its reason", (_name, bytes, reason) => {
    expect(decodePack(Uint8Array.from(bytes))).toEqual({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });
});
