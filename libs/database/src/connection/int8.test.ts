import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInt8, parseInt8Array } from "./int8.js";

describe("int8 as a number", () => {
  it("is exact for every safe integer, alone and in arrays with nulls", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.maxSafeInteger())), (values) => {
        const text = `{${values.map((value) => value ?? "NULL").join(",")}}`;
        expect(parseInt8Array(text)).toEqual(values.map((value) => (value === null ? null : value + 0)));
      }),
    );
  });

  it.each(["9007199254740992", "-9007199254740992", "9223372036854775807"])(
    "refuses %s, which would become another number",
    (text) => {
      expect(() => parseInt8(text)).toThrow(RangeError);
      expect(() => parseInt8Array(`{1,${text}}`)).toThrow(RangeError);
    },
  );

  it("refuses nested arrays", () => {
    expect(() => parseInt8Array("{{1,2},{3,4}}")).toThrow(RangeError);
  });
});
