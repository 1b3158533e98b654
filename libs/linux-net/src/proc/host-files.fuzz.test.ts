import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { spoiltFile } from "../../test/spoil.js";
import { readSysctls } from "../sysctl/read-sysctls.js";
import { readHostFacts } from "./host-facts.js";
import { openGauges } from "./open-gauges.js";
import { memoryLimitFiles, parseByteLimit, parseOpenFiles } from "./process-limits.js";

const root = mkdtempSync(join(tmpdir(), "fourtuple-fuzz-"));
afterAll(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, "latin1");
}

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;

describe("small files that are not what they should be", () => {
  it("facts of the host are printable and short, or those of uname, or null", () => {
    const names = spoiltFile(["web-1\n", "6.8.0-45-generic\n", "c1fe9579-bf4b-413c-a30e-e8dcd9194397\n"]);
    const stats = spoiltFile(["cpu  1 2 3\nintr 5 0 0\nbtime 1795199783\nprocesses 9\n"]);
    fc.assert(
      fc.property(names, names, names, stats, (...files) => {
        const [hostname = "", kernel = "", bootId = "", stat = ""] = files.map(({ text }) => text);
        put("sys/kernel/hostname", hostname);
        put("sys/kernel/osrelease", kernel);
        put("sys/kernel/random/boot_id", bootId);
        put("stat", stat);
        const facts = readHostFacts(root);
        expect(facts.hostname).toMatch(/^[\x21-\x7e]{1,253}$/);
        expect(facts.kernel).toMatch(/^[\x20-\x7e]{1,200}$/);
        expect(facts.bootId ?? "").toMatch(/^([0-9a-f-]{36})?$/);
        expect(isWhole(facts.bootedAtSec ?? 0)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("a sysctl is given whole, short and on one line, or is unreadable with a reason", async () => {
    await fc.assert(
      fc.asyncProperty(
        spoiltFile(["32768\t60999\n", "1\n", "8080,9000-9010\n", "cubic\n"]),
        async ({ text }) => {
          put("sys/net/ipv4/tcp_odd", text);
          const [reading] = await readSysctls(root, [{ name: "net.ipv4.tcp_odd" }]);
          if (reading?.status === "present") expect(reading.value.length).toBeLessThanOrEqual(4096);
          else expect(reading).toMatchObject({ status: "unreadable", reason: expect.stringMatching(/./) });
        },
      ),
      { numRuns: 150 },
    );
  });

  it("gauges are whole numbers or null", () => {
    const gauges = openGauges(root);
    fc.assert(
      fc.property(spoiltFile(["1280\t0\t9223372036854775807\n"]), ({ text }) => {
        put("sys/fs/file-nr", text);
        const { fileNr } = gauges.read();
        if (fileNr.status !== "ok") throw new Error(fileNr.status);
        expect(fileNr.numbers.every((value) => value === null || isWhole(value))).toBe(true);
      }),
      { numRuns: 150 },
    );
    gauges.close();
  });
});

describe("what limits this process, in files that are not what they should be", () => {
  const limits = "Limit                     Soft Limit           Hard Limit           Units\n";
  const openFiles = "Max open files            1024                 524288               files\n";

  it("limits are whole numbers or null", () => {
    fc.assert(
      fc.property(spoiltFile([limits + openFiles, "max\n", "536870912\n"]), ({ text }) => {
        for (const limit of [parseOpenFiles(text), parseByteLimit(text)]) {
          expect(limit === null || (Number.isInteger(limit) && limit >= 0)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("the files to look into lie below the cgroups and are not too many", () => {
    const cgroups = [
      "0::/system.slice/fourtuple-agent.service\n",
      "4:memory,cpu:/docker/0a1b\n1:name=systemd:/x\n",
    ];
    fc.assert(
      fc.property(spoiltFile(cgroups), ({ text }) => {
        const files = memoryLimitFiles(text);
        expect(files.every((file) => !file.split("/").includes(".."))).toBe(true);
        expect(files.length).toBeLessThanOrEqual(text.length);
        expect(files.reduce((sum, file) => sum + file.length, 0)).toBeLessThan(10_000_000);
      }),
      // As many levels as a file of 64 kB can name: their paths together would be a gigabyte.
      { numRuns: 300, examples: [[{ text: `0::${"/a".repeat(32_000)}\n` }]] },
    );
  });
});
