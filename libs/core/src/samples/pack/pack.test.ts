import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METRIC_COUNT } from "../metrics.js";
import { CENSUS_SOURCES, type Sample } from "../sample.js";
import { decodePack, decodePackColumns, readPackHeader } from "./decode-pack.js";
import { encodePack } from "./encode-pack.js";
import { MAX_PACK_METRICS, MAX_PACK_SAMPLES } from "./layout.js";

type Figure = number | null;

const MAX = Number.MAX_SAFE_INTEGER;

function samplesOf(rows: readonly (readonly Figure[])[], changes: Partial<Sample> = {}): Sample[] {
  return rows.map((values, index) => ({
    epochMs: 1_790_000_000_000,
    seq: 100 + index,
    atMs: 1_790_000_100_000 + index * 1000,
    censusSource: "sock_diag",
    partial: false,
    values,
    ...changes,
  }));
}

/** One metric over time. */
function columnOf(figures: readonly Figure[]): Sample[] {
  return samplesOf(figures.map((figure) => [figure]));
}

function decoded(bytes: Uint8Array): readonly Sample[] {
  const reading = decodePack(bytes);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.value;
}

const figure = fc.option(fc.oneof(fc.nat(3), fc.nat(100_000), fc.maxSafeNat()), { nil: null, freq: 6 });

const anyRun: fc.Arbitrary<Sample[]> = fc
  .record({
    epochMs: fc.maxSafeNat(),
    metrics: fc.nat(12),
    steps: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 70 }),
  })
  .chain(({ epochMs, metrics, steps }) =>
    fc.tuple(
      ...steps.map((_, index) =>
        fc.record({
          epochMs: fc.constant(epochMs),
          seq: fc.constant(steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0)),
          atMs: fc.maxSafeNat(),
          censusSource: fc.constantFrom(...CENSUS_SOURCES),
          partial: fc.boolean(),
          values: fc.array(figure, { minLength: metrics, maxLength: metrics }),
        }),
      ),
    ),
  );

describe("round trip", () => {
  it("gives back every run of samples", () => {
    fc.assert(
      fc.property(anyRun, (samples) => {
        expect(decoded(encodePack(samples))).toEqual(samples);
      }),
    );
  });

  it.each<[string, Figure[]]>([
    ["nothing but null", Array(60).fill(null)],
    ["the largest number throughout", Array(60).fill(MAX)],
    ["jumps from end to end", Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 0 : MAX))],
    ["a counter at the end of the range", Array.from({ length: 60 }, (_, i) => MAX - 59 + i)],
    ["a counter that is set back", Array.from({ length: 60 }, (_, i) => (i < 40 ? 2 ** 52 + i * 7 : i * 7))],
    ["an outlier among zeros", Array.from({ length: 60 }, (_, i) => (i === 31 ? MAX : 0))],
    ["nulls at first", Array.from({ length: 60 }, (_, i) => (i < 9 ? null : 5))],
    ["nulls in the end", Array.from({ length: 60 }, (_, i) => (i > 50 ? null : i * i))],
    ["null every other second", Array.from({ length: 60 }, (_, i) => (i % 2 ? null : i))],
    ["one figure among nulls", Array.from({ length: 60 }, (_, i) => (i === 59 ? 3 : null))],
    ["two figures among nulls", Array.from({ length: 60 }, (_, i) => (i % 40 === 0 ? i : null))],
    ["powers of two", Array.from({ length: 53 }, (_, i) => 2 ** i)],
    ["one sample", [4711]],
    ["two samples", [0, MAX]],
    ["as many samples as there may be", Array.from({ length: MAX_PACK_SAMPLES }, (_, i) => (i * i) % 977)],
  ])("gives back %s", (_name, figures) => {
    expect(decoded(encodePack(columnOf(figures)))).toEqual(columnOf(figures));
  });

  it("gives back numbers with holes and clocks that are set back", () => {
    const samples = samplesOf([[1], [2], [3], [4]]).map((sample, index) => ({
      ...sample,
      seq: [7, 8, 3000, MAX][index] ?? 0,
      atMs: [5000, 6000, 0, MAX][index] ?? 0,
    }));
    expect(decoded(encodePack(samples))).toEqual(samples);
  });

  it("keeps metrics that this registry does not know", () => {
    const samples = samplesOf([Array.from({ length: METRIC_COUNT + 20 }, (_, id) => id)]);
    expect(decoded(encodePack(samples))).toEqual(samples);
    expect(readPackHeader(encodePack(samples))).toMatchObject({ value: { metricCount: METRIC_COUNT + 20 } });
  });

  it("fills up with null where samples have fewer values than others", () => {
    const pack = encodePack(samplesOf([[1], [1, 2, 3], []]));
    expect(decoded(pack).map(({ values }) => values)).toEqual([
      [1, null, null],
      [1, 2, 3],
      [null, null, null],
    ]);
  });

  it("takes as many metrics as an agent may announce", () => {
    const samples = samplesOf([Array.from({ length: MAX_PACK_METRICS }, (_, id) => id)]);
    expect(decoded(encodePack(samples))).toEqual(samples);
  });

  it("makes the same bytes of the same samples", () => {
    fc.assert(
      fc.property(anyRun, (samples) => {
        expect(encodePack(samples)).toEqual(encodePack(structuredClone(samples)));
      }),
      { numRuns: 20 },
    );
  });
});

describe("parts of a pack", () => {
  const samples = samplesOf([
    [5, null, 70],
    [6, null, 80],
    [9, 3, 90],
  ]);
  const pack = encodePack(samples);
  const header = {
    version: 1,
    epochMs: 1_790_000_000_000,
    firstSeq: 100,
    lastSeq: 102,
    count: 3,
    firstAtMs: 1_790_000_100_000,
    lastAtMs: 1_790_000_102_000,
    metricCount: 3,
  };

  it("tells whose samples it holds", () => {
    expect(readPackHeader(pack)).toEqual({ ok: true, value: header });
  });

  it("gives the columns that were asked for, in that order", () => {
    const seq = [100, 101, 102];
    const atMs = samples.map((sample) => sample.atMs);
    expect(decodePackColumns(pack, [2, 0, 2])).toEqual({
      ok: true,
      value: {
        header,
        seq,
        atMs,
        columns: [
          [70, 80, 90],
          [5, 6, 9],
          [70, 80, 90],
        ],
      },
    });
    expect(decodePackColumns(pack, [])).toEqual({ ok: true, value: { header, seq, atMs, columns: [] } });
  });

  it("gives null throughout for a metric that it does not have", () => {
    const nulls = [null, null, null];
    expect(decodePackColumns(pack, [3, 4096, -1, 0.5, Number.NaN])).toMatchObject({
      value: { columns: [nulls, nulls, nulls, nulls, nulls] },
    });
  });

  it("gives the same figures by columns as by samples", () => {
    fc.assert(
      fc.property(anyRun, fc.array(fc.nat(14), { maxLength: 5 }), (run, ids) => {
        const columns = ids.map((id) => run.map(({ values }) => values[id] ?? null));
        expect(decodePackColumns(encodePack(run), ids)).toMatchObject({ value: { columns } });
      }),
      { numRuns: 50 },
    );
  });

  it("reads a metric although another one is spoilt", () => {
    const spoilt = Uint8Array.from(
      encodePack(samplesOf(Array.from({ length: 9 }, (_, i) => [i * i, 7 ** i]))),
    );
    spoilt.fill(0xff, -2);
    expect(decodePack(spoilt)).toMatchObject({ ok: false, reason: expect.stringContaining("metric 1: ") });
    expect(decodePackColumns(spoilt, [0])).toMatchObject({
      value: { columns: [[0, 1, 4, 9, 16, 25, 36, 49, 64]] },
    });
  });
});

describe("samples that are no pack", () => {
  it.each<[string, Sample[]]>([
    ["no sample", []],
    ["more than there may be", samplesOf(Array(MAX_PACK_SAMPLES + 1).fill([1]))],
    [
      "samples of two epochs",
      [...columnOf([1]), ...columnOf([1]).map((s) => ({ ...s, epochMs: 1, seq: 999 }))],
    ],
    ["a number that comes twice", samplesOf([[1], [1]], { seq: 5 })],
    ["a number that goes back", columnOf([1, 2]).reverse()],
    ["a fraction", columnOf([1, 0.5])],
    ["a negative figure", columnOf([1, -1])],
    ["a figure above 2^53-1", columnOf([1, 2 ** 53])],
    ["a figure that is no number", columnOf([1, Number.NaN])],
    ["a time that is no whole number", samplesOf([[1]], { atMs: 0.5 })],
    ["an epoch that is no whole number", samplesOf([[1]], { epochMs: -1 })],
    ["more values than there may be", samplesOf(Array(65).fill(Array(MAX_PACK_METRICS).fill(null)))],
    ["more metrics than there may be", samplesOf([Array(MAX_PACK_METRICS + 1).fill(0)])],
  ])("%s is refused by the writer", (_name, samples) => {
    expect(() => encodePack(samples)).toThrow(RangeError);
  });
});
