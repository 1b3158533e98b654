import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineCursor } from "./line-cursor.js";

function cursorOn(text: string, start = 0, end = text.length): LineCursor {
  const cursor = new LineCursor(Buffer.from(text, "latin1"));
  cursor.reset(start, end);
  return cursor;
}

describe("LineCursor", () => {
  it("reads what was printed in hex, in either case", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.boolean(), (value, upper) => {
        const text = value.toString(16).padStart(8, "0");
        expect(cursorOn(upper ? text.toUpperCase() : text).readHex(8)).toBe(value);
      }),
    );
  });

  it("reads what was printed in decimal and stands behind it", () => {
    fc.assert(
      fc.property(fc.nat(), (value) => {
        const cursor = cursorOn(`${value}:`);
        expect(cursor.readDecimal()).toBe(value);
        expect(cursor.expect(":".charCodeAt(0))).toBe(true);
        expect(cursor.peek()).toBe(-1);
      }),
    );
  });

  it("answers -1 to digits that are missing, too few or too many", () => {
    expect(cursorOn("").readHex(2)).toBe(-1);
    expect(cursorOn("0").readHex(2)).toBe(-1);
    expect(cursorOn("0x").readHex(2)).toBe(-1);
    expect(cursorOn("x").readDecimal()).toBe(-1);
    expect(cursorOn("1".repeat(16)).readDecimal()).toBe(-1);
  });

  it("never looks past the end of its line", () => {
    const cursor = cursorOn("12 34", 0, 1);
    expect(cursor.readHex(2)).toBe(-1);
    cursor.reset(0, 1);
    expect(cursor.readDecimal()).toBe(1);
    expect(cursor.skipHex()).toBe(0);
    expect(cursor.expect("2".charCodeAt(0))).toBe(false);
  });

  it("passes over spaces and hex, and stays before what it did not expect", () => {
    const cursor = cursorOn("   0AfG");
    cursor.skipSpaces();
    expect(cursor.skipHex()).toBe(3);
    expect(cursor.expect("g".charCodeAt(0))).toBe(false);
    expect(cursor.expect("G".charCodeAt(0))).toBe(true);
  });
});
