import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, release, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readHostFacts } from "./host-facts.js";

const root = mkdtempSync(join(tmpdir(), "fourtuple-host-"));
afterAll(() => rmSync(root, { recursive: true }));

describe("readHostFacts", () => {
  it("has null for what the root does not tell", () => {
    expect(readHostFacts(join(root, "none"))).toEqual({
      hostname: hostname(),
      kernel: release(),
      arch: process.arch,
      bootId: null,
      bootedAtSec: null,
      netnsInode: null,
    });
  });

  it("takes every fact from the root", () => {
    mkdirSync(join(root, "sys/kernel/random"), { recursive: true });
    mkdirSync(join(root, "self/ns"), { recursive: true });
    writeFileSync(join(root, "sys/kernel/hostname"), "web-1\n");
    writeFileSync(join(root, "sys/kernel/osrelease"), "6.8.0-45-generic\n");
    writeFileSync(join(root, "sys/kernel/random/boot_id"), "c1fe9579-bf4b-413c-a30e-e8dcd9194397\n");
    writeFileSync(join(root, "stat"), "cpu 1 2\nbtime 1795199783\nprocesses 9\n");
    symlinkSync("net:[4026531833]", join(root, "self/ns/net"));
    expect(readHostFacts(root)).toEqual({
      hostname: "web-1",
      kernel: "6.8.0-45-generic",
      arch: process.arch,
      bootId: "c1fe9579-bf4b-413c-a30e-e8dcd9194397",
      bootedAtSec: 1_795_199_783,
      netnsInode: 4_026_531_833,
    });
  });

  it("does not pass garbage on", () => {
    writeFileSync(join(root, "sys/kernel/random/boot_id"), "\u0000\u0001\n");
    writeFileSync(join(root, "stat"), "btime 999999999999999\n");
    expect(readHostFacts(root)).toMatchObject({ bootId: null, bootedAtSec: null });
  });
});
