import { describe, expect, it } from "vitest";
import { isDatabaseDown } from "./database-down.js";

const coded = (code: string, cause?: unknown) => Object.assign(new Error("x", { cause }), { code });

describe("isDatabaseDown", () => {
  it.each(["ECONNREFUSED", "ECONNRESET", "57P01", "57P03", "08006", "53300", "P1001", "P2024"])(
    "is true of %s",
    (code) => {
      expect(isDatabaseDown(coded(code))).toBe(true);
    },
  );

  it("looks into causes and into the several addresses of one name", () => {
    expect(isDatabaseDown(coded("P2010", coded("ECONNREFUSED")))).toBe(true);
    expect(isDatabaseDown(new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]))).toBe(true);
    expect(isDatabaseDown({ cause: { originalCode: "57P01" } })).toBe(true);
  });

  it("knows pg's errors that have no code", () => {
    expect(isDatabaseDown(new Error("Connection terminated unexpectedly"))).toBe(true);
    expect(isDatabaseDown(new Error("timeout exceeded when trying to connect"))).toBe(true);
  });

  it("is false of what a statement did wrong, of a missing file, and of no error", () => {
    for (const code of ["23505", "22003", "42P01", "P2002", "ENOENT"])
      expect(isDatabaseDown(coded(code))).toBe(false);
    expect(isDatabaseDown(null)).toBe(false);
    expect(isDatabaseDown("ECONNREFUSED")).toBe(false);
  });

  it("ends on an error that is its own cause", () => {
    const error = new Error("x");
    error.cause = error;
    expect(isDatabaseDown(error)).toBe(false);
  });
});
