import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spoiltFile } from "../../test/spoil.js";
import { parseAddress } from "./parse-address.js";
import { readProcessCgroup, readProcessName, readProcessUid } from "./process-facts.js";

const PID = 7;
const root = mkdtempSync(join(tmpdir(), "fourtuple-fuzz-"));
const put = (file: string, text: string) => writeFileSync(join(root, String(PID), file), text, "latin1");
const ID = "0123456789abcdef".repeat(4);
const PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

beforeAll(() => mkdirSync(join(root, String(PID))));
afterAll(() => rmSync(root, { recursive: true }));

describe("files of a process that are not what they should be", () => {
  it("a name is printable and short", () => {
    fc.assert(
      fc.property(spoiltFile(["nginx\n", "kworker/u8:2-events\n"]), ({ text }) => {
        put("comm", text);
        const name = readProcessName(root, PID) ?? "";
        expect(name.length).toBeLessThanOrEqual(64);
        expect(name).toMatch(PRINTABLE);
      }),
      { numRuns: 200 },
    );
  });

  it("a user is a whole number or null", () => {
    fc.assert(
      fc.property(
        spoiltFile(["Name:\tnginx\nUmask:\t0022\nUid:\t33\t33\t33\t33\nGid:\t33\n"]),
        ({ text }) => {
          put("status", text);
          const uid = readProcessUid(root, PID) ?? 0;
          expect(Number.isSafeInteger(uid) && uid >= 0).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("a unit and a container are printable and short, or null", () => {
    const files = [
      "0::/system.slice/nginx.service\n",
      `12:pids:/docker/${ID}\n1:name=systemd:/system.slice/docker-${ID}.scope\n0::/\n`,
      "0::/machine.slice/machine-qemu\\x2d1.scope\n0::/lxc.payload.web\n",
    ];
    fc.assert(
      fc.property(spoiltFile(files), ({ text }) => {
        put("cgroup", text);
        const { unit, container } = readProcessCgroup(root, PID);
        for (const name of [unit ?? "x", container ?? "x"]) {
          expect(name.length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(255);
          expect(name).toMatch(PRINTABLE);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("parseAddress", () => {
  it("gives 4 bytes, 16, or null for any text", () => {
    const texts = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.%]{0,45}$/));
    fc.assert(
      fc.property(texts, (text) => {
        expect([4, 16, 0]).toContain(parseAddress(text)?.length ?? 0);
      }),
      { numRuns: 1_000 },
    );
  });
});
