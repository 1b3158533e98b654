import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ExpectedFile, loadCorpus } from "../../test/corpus.js";
import { type FieldReading, openPulse } from "../proc/index.js";
import { openCensus } from "./open-census.js";

const corpus = loadCorpus().map((fixture) => [fixture.name, fixture] as const);

const NO_RANGE = { range: null, isReserved: () => false };

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
    const opened = openCensus({ procRoot });
    const { listeners, listening } = await opened.readListeners();
    const reading = await opened.read("full", NO_RANGE);
    const counts = { ...reading.counts, LISTEN: listening ?? 0 };
    expect(Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))).toEqual(
      census.states,
    );
    expect(reading).toMatchObject({
      source: "procfs",
      partial: census.partial,
      partialReason: census.partialReason ?? null,
    });
    const places = census.listeners.map(({ address, port, acceptQueue }) => ({ address, port, acceptQueue }));
    expect([...listeners].sort(byPlace)).toMatchObject(places.sort(byPlace));
    expect(listeners.every(({ backlog, drops }) => backlog === null && drops === null)).toBe(true);
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

const HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

function writeRow(slot: number, state: string): string {
  return `   ${slot}: 00000000:1F90 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 5 1 0 100 0 0 10 0\n`;
}

describe("the listeners of a file", () => {
  it("are read up to the first row that is none, SYN_RECV aside, and so are whole before a bad one", async () => {
    const root = mkdtempSync(join(tmpdir(), "fourtuple-listeners-"));
    mkdirSync(join(root, "net"));
    const rows = ["0A", "03", "0A", "01"].map((state, slot) => writeRow(slot, state));
    writeFileSync(join(root, "net/tcp"), `${HEADER}${rows.join("")}garbage\n${writeRow(9, "0A")}`);
    const census = openCensus({ procRoot: root });
    const listeners = await census.readListeners();
    const sockets = await census.read("full", NO_RANGE);
    rmSync(root, { recursive: true });
    expect(listeners).toMatchObject({ source: "procfs", partial: false, listening: 2 });
    expect(sockets).toMatchObject({ partial: true, counts: { LISTEN: 0, SYN_RECV: 1, ESTABLISHED: 1 } });
    expect(sockets.topLists?.localPorts.entries).toMatchObject([{ port: 8_080, sockets: 2 }]);
  });
});

describe.skipIf(process.platform !== "linux")("a file that never ends", () => {
  it("is cut and said to be", async () => {
    const root = mkdtempSync(join(tmpdir(), "fourtuple-endless-"));
    mkdirSync(join(root, "net"));
    symlinkSync("/dev/zero", join(root, "net/tcp"));
    const reading = await openCensus({ procRoot: root }).read("full", NO_RANGE);
    rmSync(root, { recursive: true });
    expect(reading).toMatchObject({ source: "procfs", partial: true, sockets: 0 });
    expect(reading.partialReason).toContain("tcp: cut after");
  });
});
