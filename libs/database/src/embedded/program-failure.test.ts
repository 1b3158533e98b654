import { describe, expect, it } from "vitest";
import { lastComplaint, programFailure } from "./program-failure.js";

const line = (text: string) => `2026-11-20 19:02:36.548 UTC [13236] ${text}`;

describe("programFailure", () => {
  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', "disk-full"],
    ['initdb: error: could not create directory "/d/x": Permission denied', "data-dir-unwritable"],
    ["FATAL:  database files are incompatible with server", "wrong-version"],
    ["FATAL:  something new", "start-failed"],
  ])("knows %j", (text, code) => {
    expect(programFailure("/d", "PostgreSQL did not start", line(text))).toMatchObject({ code });
  });

  it("ends an unknown failure with PostgreSQL's own words", () => {
    const output = [line("LOG:  starting"), line("FATAL:  something new"), line("LOG:  shut down")].join(
      "\n",
    );
    expect(programFailure("/d", "PostgreSQL did not start", output).message).toBe(
      "PostgreSQL did not start in /d: something new.",
    );
  });
});

describe("lastComplaint", () => {
  it("falls back on the last line, and says so when there is none", () => {
    expect(lastComplaint("one\ntwo\n")).toBe("two");
    expect(lastComplaint(" \n")).toBe("it gave no reason");
  });
});
