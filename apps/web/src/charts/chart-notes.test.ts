import { describe, expect, it } from "vitest";
import { extentOf, notesAt } from "./chart-notes";

describe("notesAt", () => {
  const gaps = [{ fromMs: 10, toMs: 20, kind: "lost" as const, label: "silent" }];
  const marks = [{ atMs: 12, label: "a → b" }];

  it("says why a stretch is empty and what happened close by", () => {
    expect(notesAt(11, gaps, marks, 2)).toEqual(["silent", "a → b"]);
    expect(notesAt(20, gaps, marks, 2)).toEqual([]);
    expect(notesAt(9, gaps, marks, 3)).toEqual(["a → b"]);
  });
});

describe("extentOf", () => {
  it("leaves out what is not available", () => {
    expect(extentOf([null, 3, 1, 2, null])).toEqual({ min: 1, max: 3, newest: 2 });
  });

  it("is nothing where nothing is known", () => {
    expect(extentOf([null, null])).toBeNull();
    expect(extentOf([])).toBeNull();
  });
});
