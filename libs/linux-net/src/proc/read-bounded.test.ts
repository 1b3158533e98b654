import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type FileReading, readBounded } from "./read-bounded.js";

const folder = mkdtempSync(join(tmpdir(), "fourtuple-read-"));
afterAll(() => rmSync(folder, { recursive: true }));

function measure(reading: FileReading): { length: number; cut: boolean } | string {
  return reading.status === "ok" ? { length: reading.text.length, cut: reading.cut } : reading.status;
}

describe("readBounded", () => {
  it("reads a file of exactly the cap whole and says when one is longer", () => {
    const path = join(folder, "file");
    writeFileSync(path, "0123456789");
    expect(readBounded(path, 10)).toEqual({ status: "ok", text: "0123456789", cut: false });
    expect(readBounded(path, 9)).toEqual({ status: "ok", text: "012345678", cut: true });
  });

  it("reads past its first buffer", () => {
    const path = join(folder, "large");
    writeFileSync(path, "x".repeat(300_000));
    expect(measure(readBounded(path, 1_000_000))).toEqual({ length: 300_000, cut: false });
  });

  it("cuts an endless file", () => {
    expect(measure(readBounded("/dev/zero", 100_000))).toEqual({ length: 100_000, cut: true });
  });

  it("is not held by a FIFO in the place of a file", () => {
    const path = join(folder, "fifo");
    execFileSync("mkfifo", [path]);
    expect(readBounded(path, 100)).toEqual({ status: "unreadable", reason: "ESPIPE" });
  });

  it("tells what is absent from what gives nothing", () => {
    expect(readBounded(join(folder, "none"), 10)).toEqual({ status: "absent" });
    expect(readBounded(folder, 10)).toEqual({ status: "unreadable", reason: "EISDIR" });
  });
});
