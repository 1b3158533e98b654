import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDirectory } from "../src/spool/directory.js";
import { numbers, readAll, SpoolBench, START_MS, Taker } from "./spool-kit.js";

let bench: SpoolBench;
let directory: string;
let taker: Taker;

beforeEach(async () => {
  bench = new SpoolBench();
  directory = await bench.directory();
  taker = new Taker(bench.clock);
});
afterEach(() => bench.clear());

const WARN = 40;
const warnings = (word: string) => bench.log.filter(({ level, msg }) => level >= WARN && msg.includes(word));

async function files(pattern: RegExp): Promise<string[]> {
  return (await readdir(directory)).filter((name) => pattern.test(name));
}

describe("a directory that somebody else uses", () => {
  it("is left to the first agent; the second keeps to its memory, says so, and takes over later", async () => {
    const first = await bench.open(directory);
    const second = await bench.open(directory);
    const other = new Taker(bench.clock, 99);
    expect(second.status().problem).toContain("another agent");
    expect(warnings("another agent")).toHaveLength(1);
    for (let i = 0; i < 70; i++) {
      taker.take(first);
      other.take(second);
    }
    await Promise.all([first.flush(), second.flush()]);
    expect(new Set((await readAll(first)).samples.map(({ epochMs }) => epochMs))).toEqual(
      new Set([START_MS]),
    );
    expect(second.status().records).toBeGreaterThan(0);
    await first.close();
    await other.takeMany(second, 61);
    expect(second.status().problem).toBeNull();
    const { samples, gaps } = await readAll(second);
    expect(gaps).toEqual([]);
    expect(samples).toHaveLength(70 + 131 - second.openMinute().length);
  });

  it("by another process is refused as well, and taken when that was killed", async () => {
    const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    const parent = await readFile(`/proc/${process.ppid}/stat`, "utf8");
    const started = parent.slice(parent.lastIndexOf(")") + 2).split(" ")[19];
    await mkdir(directory);
    const lock = join(directory, "lock");
    await symlink(`${process.ppid} ${started} ${bootId}`, lock);
    const refused = await bench.open(directory);
    expect(refused.status().problem).toContain(`process ${process.ppid}`);
    const dead = spawnSync("true").pid;
    for (const stale of [
      `${dead} 5 ${bootId}`,
      `${process.ppid} 5 ${bootId}`,
      `1 1 other-boot`,
      "nonsense",
    ]) {
      await rm(lock);
      await symlink(stale, lock);
      const spool = await bench.open(directory);
      expect(spool.status().problem).toBeNull();
      await spool.close();
      await symlink(stale, lock);
    }
  });

  it("is not touched where it is not ours", async () => {
    await mkdir(join(directory, "5-pack-0-0-1-1.record"), { recursive: true });
    await mkdir(join(directory, "6-0.journal"));
    const foreign = ["notes.txt", "core", ".hidden", "1-pack.record", "x.partial", "0-0.journal.old"];
    for (const name of foreign) await writeFile(join(directory, name), name);
    await symlink("/etc/passwd", join(directory, "7-pack-0-0-1-1.record"));
    for (let start = 0; start < 3; start++) {
      const spool = await bench.open(directory);
      await taker.takeMany(spool, 61);
      expect(spool.status()).toMatchObject({ lostSamples: 0, problem: null });
      await spool.close();
    }
    for (const name of foreign) expect(await readFile(join(directory, name), "utf8")).toBe(name);
    expect(await files(/^[567]-/)).toHaveLength(3);
  });
});

describe("a directory that cannot be had", () => {
  it("is replaced by memory, and taken as soon as it can be", async () => {
    await writeFile(directory, "a file");
    const spool = await bench.open(directory);
    expect(spool.status().problem).toContain("EEXIST");
    await taker.takeMany(spool, 181);
    expect(numbers((await readAll(spool)).samples)).toEqual(taker.taken.slice(0, 180));
    expect(warnings("memory")).toHaveLength(1);
    await rm(directory);
    await taker.takeMany(spool, 60);
    expect(spool.status().problem).toBeNull();
    const after = await bench.open(await bench.afterKill(directory));
    expect(numbers((await readAll(after)).samples)).toEqual(taker.taken);
  });

  it("for long costs what is over 15 minutes, the oldest first, counted to the sample", async () => {
    await writeFile(directory, "a file");
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 3600 + 1);
    const { samples, gaps } = await readAll(spool);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ reason: "spool-unwritable", fromMs: START_MS, samples: 2700 });
    expect(numbers(samples)).toEqual(taker.taken.slice(2700, 3600));
    expect(spool.status().lostSamples).toBe(2700);
  });

  it("and is deleted under a running agent is made anew; what was in it is counted", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 150);
    await rm(directory, { recursive: true });
    await taker.takeMany(spool, 100);
    expect(spool.status()).toMatchObject({ problem: null, lostSamples: 120 });
    const after = await bench.open(await bench.afterKill(directory));
    const { samples, gaps } = await readAll(after);
    expect(numbers(samples)).toEqual(taker.taken.slice(120));
    expect(gaps).toMatchObject([{ reason: "spool-corrupt", fromMs: START_MS, samples: 120 }]);
  });

  it("and comes back with its parent is made again with it", async () => {
    const spool = await bench.open(directory);
    await taker.takeMany(spool, 10);
    await rm(dirname(directory), { recursive: true });
    await taker.takeMany(spool, 60);
    await spool.close();
    const again = await bench.open(directory);
    expect(numbers((await readAll(again)).samples)).toEqual(taker.taken);
  });
});

describe("a disk that fails", () => {
  const failure = (code: string) => Object.assign(new Error(`${code}: made up`), { code });

  it.each(["ENOSPC", "EIO", "EROFS", "EACCES", "EMFILE"])(
    "with %s for five minutes costs nothing, is told once and is over",
    async (code) => {
      const real = openDirectory(directory);
      let fails = false;
      const fail = <A extends unknown[], R>(call: (...args: A) => R) => {
        return (...args: A): R => {
          if (fails) throw failure(code);
          return call(...args);
        };
      };
      const failAsync = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
        return async (...args: A): Promise<R> => {
          if (fails) throw failure(code);
          return call(...args);
        };
      };
      const spool = await bench.open(directory, {
        files: {
          ...real,
          read: failAsync(real.read),
          write: failAsync(real.write),
          append: failAsync(real.append),
          remove: failAsync(real.remove),
          openJournal: fail((name: string) => {
            const journal = real.openJournal(name);
            return { ...journal, append: fail(journal.append) };
          }),
        },
      });
      await taker.takeMany(spool, 90);
      fails = true;
      await taker.takeMany(spool, 300);
      expect(spool.status().problem).toContain(code);
      expect(warnings(code)).toHaveLength(1);
      // The minute before the failure is on that disk, and cannot be read.
      expect(numbers((await readAll(spool)).samples)).toEqual(taker.taken.slice(60, 360));
      fails = false;
      await taker.takeMany(spool, 61);
      expect(spool.status()).toMatchObject({ problem: null, lostSamples: 0 });
      const after = await bench.open(await bench.afterKill(directory));
      const { samples, gaps } = await readAll(after);
      expect(numbers(samples)).toEqual(taker.taken);
      expect(gaps).toEqual([]);
    },
  );
});
