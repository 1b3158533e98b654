import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Contents,
  MINUTE_MS,
  numbers,
  readAll,
  SpoolBench,
  START_MS,
  sumOfLost,
  Taker,
} from "./spool-kit.js";

/** Samples: 120 given up, 180 in three packs, 20 in a journal. */
const GIVEN_UP = 120;
const PACKED = 180;
const OPEN = 20;
const TAKEN = GIVEN_UP + PACKED + OPEN;
const RESTARTS = 10;

const KINDS = ["pack", "gap", "journal", "ledger"] as const;
type Kind = (typeof KINDS)[number];

/** What may befall a file. */
const DAMAGES: Readonly<Record<string, (path: string, bytes: Buffer) => Promise<void>>> = {
  "a bit at its start": (path, bytes) => flip(path, bytes, 0),
  "a bit in its middle": (path, bytes) => flip(path, bytes, bytes.length >> 1),
  "a bit at its end": (path, bytes) => flip(path, bytes, bytes.length - 1),
  "its last byte": (path, bytes) => truncate(path, bytes.length - 1),
  "its second half": (path, bytes) => truncate(path, bytes.length >> 1),
  "all its bytes": (path) => truncate(path, 0),
  "bytes that do not belong to it": (path, bytes) =>
    writeFile(path, Buffer.concat([bytes, bytes.subarray(7)])),
  "a page of zeros": (path, bytes) => writeFile(path, Buffer.alloc(bytes.length)),
  deletion: (path) => rm(path),
  "a directory in its place": async (path) => {
    await rm(path);
    await mkdir(path);
  },
};

async function flip(path: string, bytes: Buffer, at: number): Promise<void> {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  await writeFile(path, copy);
}

let base: SpoolBench;
/** A spool as a kill -9 left it, with one file of each kind and more. */
let killed: string;
let bench: SpoolBench;

beforeAll(async () => {
  base = new SpoolBench();
  const directory = await base.directory();
  const spool = await base.open(directory, { maxAgeMs: 2.5 * MINUTE_MS });
  await new Taker(base.clock).takeMany(spool, TAKEN);
  killed = await base.afterKill(directory);
});
afterAll(() => base.clear());

beforeEach(() => {
  bench = new SpoolBench();
  bench.clock.pass(TAKEN * 1000);
});
afterEach(() => bench.clear());

function isOfKind(name: string, kind: Kind): boolean {
  if (kind === "journal") return name.endsWith(".journal");
  return kind === "ledger" ? name === "ledger" : name.includes(`-${kind}-`);
}

/** A copy of the spool in which the first file of this kind was damaged. */
async function damaged(kind: Kind, damage: string): Promise<string> {
  const directory = await bench.directory();
  await cp(killed, directory, { recursive: true });
  const name = (await readdir(directory)).sort().find((candidate) => isOfKind(candidate, kind));
  if (name === undefined) throw new Error(`no ${kind} in the spool`);
  const path = join(directory, name);
  await DAMAGES[damage]?.(path, await readFile(path));
  return directory;
}

/** Ten starts on the same directory. @returns what could be read at the last */
async function startAgainAndAgain(directory: string): Promise<Contents> {
  for (let start = 1; ; start++) {
    const spool = await bench.open(directory);
    await readAll(spool);
    await spool.flush();
    const contents = await readAll(spool);
    expect(spool.status().problem).toBeNull();
    expect(new Set(numbers(contents.samples)).size).toBe(contents.samples.length);
    await spool.close();
    if (start === RESTARTS) return contents;
  }
}

describe("a spool that was killed", () => {
  it("is whole", async () => {
    const { samples, gaps } = await startAgainAndAgain(await damaged("ledger", "nothing"));
    expect(numbers(samples)).toHaveLength(PACKED + OPEN);
    expect(gaps).toMatchObject([{ reason: "spool-expired", fromMs: START_MS, samples: GIVEN_UP }]);
  });

  const cases = KINDS.flatMap((kind) => Object.keys(DAMAGES).map((damage) => ({ kind, damage })));
  it.each(cases)(
    "and whose $kind has lost $damage starts ten times, and counts once what is lost",
    async ({ kind, damage }) => {
      const { samples, gaps } = await startAgainAndAgain(await damaged(kind, damage));
      const lost = sumOfLost(gaps);
      if (kind !== "journal") {
        // Each sample is there or counted: names and ledger tell how many a file held.
        expect(samples.length + lost).toBe(TAKEN);
        expect(samples).toHaveLength(kind === "pack" ? PACKED + OPEN - 60 : PACKED + OPEN);
        return;
      }
      expect(samples.length).toBeGreaterThanOrEqual(PACKED);
      const isUncounted = gaps.some((gap) => gap.samples === null);
      const missing = TAKEN - samples.length - lost;
      // What was cut off cannot be told from what was never written; a journal that is gone had at most a minute.
      if (damage === "deletion" || damage === "a directory in its place") expect(isUncounted).toBe(true);
      else if (damage.startsWith("a bit")) expect(missing).toBe(0);
      else expect(missing).toBeLessThanOrEqual(OPEN);
    },
  );

  it("and whose every record is damaged starts, and has counted all of them", async () => {
    const directory = await bench.directory();
    await cp(killed, directory, { recursive: true });
    for (const name of await readdir(directory)) {
      if (name.endsWith(".record"))
        await flip(join(directory, name), await readFile(join(directory, name)), 9);
    }
    const { samples, gaps } = await startAgainAndAgain(directory);
    expect(samples).toHaveLength(OPEN);
    expect(sumOfLost(gaps)).toBe(GIVEN_UP + PACKED);
  });

  it("and whose every file was deleted starts like a new one", async () => {
    const directory = await bench.directory();
    await mkdir(directory);
    const { samples, gaps } = await startAgainAndAgain(directory);
    expect(samples).toEqual([]);
    expect(gaps).toEqual([]);
  });
});
