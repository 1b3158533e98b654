import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ExpectedFile, loadCorpus } from "../../test/corpus.js";
import { type FieldReading, openPulse } from "../proc/index.js";
import { openCensus } from "./open-census.js";

const corpus = loadCorpus().map((fixture) => [fixture.name, fixture] as const);

const byPlace = (a: { address: string; port: number }, b: { address: string; port: number }) =>
  `${a.address} ${a.port}`.localeCompare(`${b.address} ${b.port}`);

function checkFile(reading: FieldReading, expected: ExpectedFile): void {
  if (expected.absent || reading.status !== "ok") {
    expect(reading).toEqual({ status: "absent" });
    return;
  }
  for (const [name, value] of Object.entries(expected.fields ?? {})) {
    expect([name, reading.fields.get(name)]).toEqual([name, value]);
  }
  for (const name of expected.missing ?? []) expect(reading.fields.has(name)).toBe(false);
  if (expected.skipped) expect(reading.skipped).toEqual(expected.skipped);
  else expect(reading.skipped.length).toBeGreaterThan(0);
}

describe("the corpus of kernel files", () => {
  it.each(corpus)("%s gives the expected census", async (_, { procRoot, expected }) => {
    const { census } = expected;
    const reading = await openCensus({ procRoot }).read();
    const present = Object.entries(reading.counts ?? {}).filter(([, count]) => count > 0);
    expect(Object.fromEntries(present)).toEqual(census.states);
    expect(reading).toMatchObject({
      source: "procfs",
      partial: census.partial,
      partialReason: census.partialReason ?? null,
    });
    const places = census.listeners.map(({ address, port, acceptQueue }) => ({ address, port, acceptQueue }));
    expect([...reading.listeners].sort(byPlace)).toMatchObject(places.sort(byPlace));
    expect(reading.listeners.every(({ backlog, drops }) => backlog === null && drops === null)).toBe(true);
  });

  it.each(corpus)("%s gives the expected pulse", (_, { procRoot, expected }) => {
    const pulse = openPulse(procRoot);
    const reading = pulse.read();
    pulse.close();
    checkFile(reading.sockstat, expected.pulse.sockstat);
    checkFile(reading.sockstat6, expected.pulse.sockstat6);
    checkFile(reading.snmp, expected.pulse.snmp);
    checkFile(reading.netstat, expected.pulse.netstat);
  });
});

describe.skipIf(process.platform !== "linux")("a file that never ends", () => {
  it("is cut and said to be", async () => {
    const root = mkdtempSync(join(tmpdir(), "fourtuple-endless-"));
    mkdirSync(join(root, "net"));
    symlinkSync("/dev/zero", join(root, "net/tcp"));
    const reading = await openCensus({ procRoot: root }).read();
    rmSync(root, { recursive: true });
    expect(reading).toMatchObject({ source: "procfs", partial: true, sockets: 0 });
    expect(reading.partialReason).toContain("tcp: cut after");
  });
});
