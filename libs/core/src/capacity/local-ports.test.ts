import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countUsablePorts, parsePortRange, parseReservedPorts } from "./local-ports.js";

const port = fc.integer({ min: 1, max: 65_535 });
const span = fc.tuple(port, port).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

function portsOf([low, high]: readonly [number, number]): number[] {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

describe("parsePortRange", () => {
  it.each([
    ["32768\t60999\n", [32_768, 60_999]],
    ["1024 65535", [1_024, 65_535]],
    ["40000\t40000", [40_000, 40_000]],
  ])("reads %j", (text, range) => {
    expect(parsePortRange(text)).toEqual(range);
  });

  it.each(["", "32768", "a b", "60999 32768", "0 65535", "1 65536", "1 2 3", "-1 5", "1.5 9"])(
    "has none for %j",
    (text) => {
      expect(parsePortRange(text)).toBeNull();
    },
  );

  it("reads back every range, and takes any text without an exception", () => {
    fc.assert(
      fc.property(span, ([low, high]) => {
        expect(
          parsePortRange(`${low}	${high}
`),
        ).toEqual([low, high]);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const range = parsePortRange(text);
        expect(range === null || range[0] <= range[1]).toBe(true);
      }),
    );
  });
});

describe("parseReservedPorts", () => {
  it("reads single ports and ranges", () => {
    const reserved = parseReservedPorts("8080,9000-9002,65535\n");
    const found = portsOf([1, 65_535]).filter((candidate) => reserved.has(candidate));
    expect(found).toEqual([8_080, 9_000, 9_001, 9_002, 65_535]);
  });

  it("reserves nothing by an empty list, and passes over what is no port", () => {
    for (const text of ["", "\n", "abc,-5,9-7,1-2-3,70000"]) {
      const reserved = parseReservedPorts(text);
      expect(portsOf([0, 65_535]).filter((candidate) => reserved.has(candidate))).toEqual([]);
    }
  });

  it("has a port exactly when one of the ranges has it", () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), fc.array(port), (spans, candidates) => {
        const reserved = parseReservedPorts(spans.map(([low, high]) => `${low}-${high}`).join(","));
        for (const candidate of [...candidates, ...spans.flat()]) {
          const isIn = spans.some(([low, high]) => candidate >= low && candidate <= high);
          expect([candidate, reserved.has(candidate)]).toEqual([candidate, isIn]);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("countUsablePorts", () => {
  const none = { reserved: new Set<number>(), explicitlyBound: [] };

  it("is the whole range, both ends included, where nothing is taken out", () => {
    expect(countUsablePorts({ range: [32_768, 60_999], ...none })).toBe(28_232);
    expect(countUsablePorts({ range: [40_000, 40_099], ...none })).toBe(100);
  });

  it("takes a port out once, whether it is reserved, bound or both, and none outside of the range", () => {
    const reserved = new Set([39_999, 40_001, 40_002]);
    const explicitlyBound = [40_002, 40_003, 40_003, 80];
    expect(countUsablePorts({ range: [40_000, 40_099], reserved, explicitlyBound })).toBe(97);
  });

  it("is the size of the set that is left", () => {
    const few = fc.integer({ min: 1_000, max: 1_100 });
    fc.assert(
      fc.property(few, few, fc.array(few), fc.array(few), (one, other, reserved, explicitlyBound) => {
        const range = [Math.min(one, other), Math.max(one, other)] as const;
        const taken = new Set([...reserved, ...explicitlyBound]);
        const left = portsOf(range).filter((candidate) => !taken.has(candidate));
        expect(countUsablePorts({ range, reserved: new Set(reserved), explicitlyBound })).toBe(left.length);
      }),
    );
  });
});
