import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadNativeModule, NativeModuleError } from "./native-module.js";

const BYTES = new TextEncoder().encode("a shared object");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fourtuple-native-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a native module that is held in memory", () => {
  it("is loaded from a file of its owner's alone, which is gone afterwards", () => {
    const loaded = loadNativeModule(BYTES, [folder], (path) => {
      expect(statSync(path).mode & 0o777).toBe(0o700);
      return readFileSync(path, "utf8");
    });
    expect(loaded).toBe("a shared object");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("goes to the next folder when one is not there, is a file, or may not be run from", () => {
    writeFileSync(join(folder, "file"), "");
    const noexec = join(folder, "missing");
    const last = mkdtempSync(join(folder, "last-"));
    const loaded = loadNativeModule(BYTES, [noexec, join(folder, "file"), folder, last], (path) => {
      if (dirname(path) === folder) throw new Error("x.node: failed to map segment from shared object");
      return path;
    });
    expect(String(loaded)).toContain(last);
    expect(readdirSync(folder).sort()).toEqual(["file", last.slice(folder.length + 1)].sort());
  });

  it("that can be loaded from nowhere says where it was tried and why not", () => {
    const load = () => {
      throw new Error("x.node: failed to map segment from shared object: Operation not permitted");
    };
    const attempt = () => loadNativeModule(BYTES, [folder, join(folder, "none")], load);
    expect(attempt).toThrow(NativeModuleError);
    expect(attempt).toThrow(`${folder} (mounted noexec), ${folder}/none (ENOENT)`);
    expect(() => loadNativeModule(BYTES, [folder])).toThrow(folder);
  });
});
