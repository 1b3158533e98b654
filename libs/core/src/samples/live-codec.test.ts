import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSample, encodeSample } from "./live-codec.js";
import { METRIC_COUNT, METRICS, metricByName } from "./metrics.js";
import { CENSUS_SOURCES, type Sample } from "./sample.js";

const figure = fc.option(fc.oneof(fc.nat(5), fc.maxSafeNat()), { nil: null });

const sampleOf = (length: number): fc.Arbitrary<Sample> =>
  fc.record({
    epochMs: fc.maxSafeNat(),
    seq: fc.maxSafeNat(),
    atMs: fc.maxSafeNat(),
    censusSource: fc.constantFrom(...CENSUS_SOURCES),
    partial: fc.boolean(),
    values: fc.array(figure, { minLength: length, maxLength: length }),
  });

const anySample = sampleOf(METRIC_COUNT);

function idOf(name: string): number {
  const metric = metricByName(name);
  if (metric === undefined) throw new Error(`${name} is not a metric`);
  return metric.id;
}

/** A host with some traffic, as a server of moderate age shows it. */
function busyHost(): Sample {
  const values = METRICS.map((metric) => (metric.kind === "counter" ? 8_000_000 + metric.id * 999 : 120));
  return {
    epochMs: 1_790_000_000_000,
    seq: 4711,
    atMs: 1_790_000_300_017,
    censusSource: "sock_diag",
    partial: false,
    values,
  };
}

/** The second after `before`: the given metrics moved, nothing else did. */
function oneSecondLater(before: Sample, moves: Readonly<Record<string, number>>): Sample {
  const values = [...before.values];
  for (const [name, by] of Object.entries(moves)) values[idOf(name)] = (before.values[idOf(name)] ?? 0) + by;
  return { ...before, seq: before.seq + 1, atMs: before.atMs + 1001, values };
}

function decoded(bytes: Uint8Array, previous: Sample | null): Sample {
  const result = decodeSample(bytes, previous);
  if (!result.ok) throw new Error(result.reason);
  return result.sample;
}

describe("round trip", () => {
  it("a key frame gives back every sample", () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        expect(decoded(encodeSample(sample, null), null)).toEqual(sample);
      }),
    );
  });

  it("a delta frame gives back every sample, whatever the one before was", () => {
    fc.assert(
      fc.property(anySample, anySample, (previous, sample) => {
        expect(decoded(encodeSample(sample, previous), previous)).toEqual(sample);
      }),
    );
  });

  it("a whole connection is read back in the order it was sent", () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 8 }), (samples) => {
        let sent: Sample | null = null;
        let received: Sample | null = null;
        for (const sample of samples) {
          received = decoded(encodeSample(sample, sent), received);
          sent = sample;
          expect(received).toEqual(sample);
        }
      }),
    );
  });

  it("a key frame needs nothing of what was decoded before it", () => {
    const sample = busyHost();
    const other = { ...sample, values: sample.values.map(() => 1) };
    expect(decoded(encodeSample(sample, null), other)).toEqual(sample);
  });
});

describe("size", () => {
  it("a quiet second costs at most 40 bytes", () => {
    const before = busyHost();
    const quiet = oneSecondLater(before, {
      "states.ESTABLISHED": 1,
      "states.TIME_WAIT": -3,
      "sockstat.TCP.inuse": 1,
      "sockstat.TCP.tw": -3,
      "sockstat.TCP.mem": 2,
      "Tcp.CurrEstab": 1,
      "Tcp.ActiveOpens": 2,
      "Tcp.PassiveOpens": 1,
      "Tcp.InSegs": 214,
      "Tcp.OutSegs": 198,
      "TcpExt.TW": 2,
      "TcpExt.DelayedACKs": 5,
      "TcpExt.TCPOrigDataSent": 120,
    });
    expect(encodeSample(quiet, before).length).toBeLessThanOrEqual(40);
  });

  it("a second in which only the clock moved costs five bytes", () => {
    const before = busyHost();
    expect(encodeSample(oneSecondLater(before, {}), before)).toHaveLength(5);
  });

  it("a second in which everything moved, and a key frame, stay below 600 bytes", () => {
    const before = busyHost();
    const all = Object.fromEntries(METRICS.map((metric) => [metric.name, 1_000_000]));
    expect(encodeSample(oneSecondLater(before, all), before).length).toBeLessThan(600);
    expect(encodeSample(before, null).length).toBeLessThan(600);
  });
});

describe("peers of other versions", () => {
  it("metrics that only a newer agent knows are dropped, key and delta alike", () => {
    fc.assert(
      fc.property(sampleOf(METRIC_COUNT + 40), sampleOf(METRIC_COUNT + 40), (first, second) => {
        const readFirst = decoded(encodeSample(first, null), null);
        const readSecond = decoded(encodeSample(second, first), readFirst);
        expect(readFirst.values).toEqual(first.values.slice(0, METRIC_COUNT));
        expect(readSecond.values).toEqual(second.values.slice(0, METRIC_COUNT));
      }),
    );
  });

  it("metrics that an older agent does not know are null", () => {
    fc.assert(
      fc.property(sampleOf(5), sampleOf(5), (first, second) => {
        const readFirst = decoded(encodeSample(first, null), null);
        const readSecond = decoded(encodeSample(second, first), readFirst);
        expect(readSecond.values.slice(0, 5)).toEqual(second.values);
        expect(readSecond.values.slice(5)).toEqual(Array.from({ length: METRIC_COUNT - 5 }, () => null));
      }),
    );
  });
});

describe("bytes nobody should send", () => {
  it("any bytes give a sample of the right shape or a reason", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.option(anySample, { nil: null }),
        (bytes, previous) => {
          const result = decodeSample(bytes, previous);
          if (result.ok) expect(result.sample.values).toHaveLength(METRIC_COUNT);
          else expect(result.reason).not.toBe("");
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("a frame with a byte changed, cut or added never throws and never makes a figure out of range", () => {
    const whole = encodeSample(busyHost(), null);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const bytes = Uint8Array.from(whole).subarray(0, end);
        if (at < bytes.length) bytes[at] = byte;
        const result = decodeSample(bytes, null);
        if (!result.ok) return;
        for (const value of result.sample.values) {
          expect(value === null || (Number.isSafeInteger(value) && value >= 0)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["an empty frame", [], "shorter than its header"],
    ["another version", [2, 1, 0, 0, 0], "version 2"],
    ["a census source that does not exist", [1, 0b0110_0001, 0, 0, 0], "census source"],
    ["a delta before any key frame", [1, 0, 1, 1], "before any key frame"],
    ["a header cut short", [1, 1, 0x80], "epochMs"],
    ["a sequence number cut short", [1, 1, 0], "seq"],
    ["a clock cut short", [1, 1, 0, 1], "atMs"],
    ["a metric without its figure", [1, 1, 0, 1, 1, 2], "figure of metric 0"],
    ["a metric id above every registry", [1, 1, 0, 1, 1, 0xff, 0xff, 0x7f], "above 4095"],
    ["a change of a value that was never given", [1, 1, 0, 1, 1, 0, 5], "was not known"],
  ])("%s is refused with its reason", (_name, bytes, reason) => {
    const result = decodeSample(Uint8Array.from(bytes), null);
    expect(result).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it("a change that would go below zero is refused", () => {
    const before = { ...busyHost(), values: METRICS.map(() => 3) };
    const result = decodeSample(Uint8Array.from([1, 0, 1, 1, 1, 4]), before);
    expect(result).toEqual({ ok: false, reason: expect.stringContaining("leaves the range") });
  });

  it("a sample that cannot be stored exactly is refused by the writer", () => {
    const sample = busyHost();
    expect(() => encodeSample({ ...sample, values: [0.5] }, null)).toThrow(RangeError);
    expect(() => encodeSample({ ...sample, values: [2 ** 53] }, null)).toThrow(RangeError);
    expect(() => encodeSample({ ...sample, values: [-1] }, null)).toThrow(RangeError);
    expect(() => encodeSample({ ...sample, values: [0.25] }, { ...sample, values: [0.75] })).toThrow(
      RangeError,
    );
    expect(() => encodeSample({ ...sample, seq: -1 }, sample)).toThrow(RangeError);
  });
});
