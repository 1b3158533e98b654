import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stripElf } from "./strip-elf.mjs";

test.skipIf(process.platform !== "linux")("a stripped program is smaller and runs as before", () => {
  const folder = mkdtempSync(join(tmpdir(), "fourtuple-strip-"));
  try {
    const program = readFileSync(process.execPath);
    const stripped = stripElf(program);
    expect(stripped.length).toBeLessThanOrEqual(program.length);
    writeFileSync(join(folder, "node"), stripped, { mode: 0o755 });
    expect(execFileSync(join(folder, "node"), ["-p", "6*7"], { encoding: "utf8" })).toBe("42\n");
    expect(stripElf(stripped).equals(stripped)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("only sections that are mapped stay, under their own names", () => {
  const stripped = stripElf(toyElf());
  expect(stripped.readUInt16LE(60)).toBe(3);
  expect(stripped.toString("latin1")).toContain("\0.text\0.shstrtab\0");
  expect(stripped.toString("latin1")).not.toContain(".debug");
});

test("what is no such file is refused", () => {
  expect(() => stripElf(Buffer.alloc(64))).toThrow("not a little-endian ELF-64 file");
});

/** A header, one mapped segment, and the sections "", .text (mapped), .debug (not), .shstrtab. */
function toyElf() {
  const names = "\0.text\0.debug\0.shstrtab\0";
  const elf = Buffer.alloc(1024);
  elf.write("\x7fELF\x02\x01\x01", "latin1");
  elf.writeBigUInt64LE(64n, 32);
  elf.writeBigUInt64LE(512n, 40);
  for (const [at, value] of [64, 56, 1, 64, 4, 3].entries()) elf.writeUInt16LE(value, 52 + at * 2);
  elf.writeUInt32LE(1, 64);
  elf.writeBigUInt64LE(256n, 64 + 32);
  elf.write(names, 300, "latin1");
  const sections = [
    [0, 0, 0n, 0],
    [1, 1, 2n, 128],
    [7, 1, 0n, 256],
    [14, 3, 0n, 300],
  ];
  sections.forEach(([name, type, flags, offset], index) => {
    const header = elf.subarray(512 + index * 64);
    header.writeUInt32LE(name, 0);
    header.writeUInt32LE(type, 4);
    header.writeBigUInt64LE(flags, 8);
    header.writeBigUInt64LE(BigInt(offset), 24);
  });
  return elf;
}
