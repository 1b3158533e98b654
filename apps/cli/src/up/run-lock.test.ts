import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireRunLock, readRunningServer, removeStaleLock } from "./run-lock.js";

let dataDir = "";
const lockFile = () => join(dataDir, "running.json");
const address = "http://127.0.0.1:4680";

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "fourtuple-lock-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("a data directory in use is refused, and its holder named", () => {
  expect(acquireRunLock(dataDir, address)).toMatchObject({ ok: true });
  expect(acquireRunLock(dataDir, address)).toMatchObject({
    ok: false,
    holder: { pid: process.pid, address },
  });
});

test("a released data directory is free again and holds no trace", () => {
  const lock = acquireRunLock(dataDir, address);
  if (lock.ok) lock.release();
  expect(readdirSync(dataDir)).toEqual([]);
  expect(acquireRunLock(dataDir, address)).toMatchObject({ ok: true });
});

test.each([
  ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, startMark: "1", address })],
  [
    "a process whose number another has by now",
    JSON.stringify({ pid: process.pid, startMark: "1", address }),
  ],
  ["a file cut short", '{"pid":'],
  ["an empty file", ""],
])("the lock of %s is taken over", (_what, text) => {
  writeFileSync(lockFile(), text);
  expect(acquireRunLock(dataDir, address)).toMatchObject({ ok: true });
});

test("of two that find the same stale lock, the slower one does not remove the lock of the faster one", () => {
  acquireRunLock(dataDir, address);
  const text = readFileSync(lockFile(), "utf8");
  removeStaleLock(lockFile());
  expect(readFileSync(lockFile(), "utf8")).toBe(text);
  expect(readdirSync(dataDir)).toEqual(["running.json"]);
});

test("the database of a running server is known to the owner of the data alone", () => {
  const lock = acquireRunLock(dataDir, address);
  if (!lock.ok) throw new Error("the lock was not free");
  lock.noteDatabase("postgresql://u:secret@127.0.0.1:1/d");
  expect(readRunningServer(dataDir)?.databaseUrl).toBe("postgresql://u:secret@127.0.0.1:1/d");
  expect(statSync(lockFile()).mode & 0o077).toBe(0);
  lock.release();
  expect(readRunningServer(dataDir)).toBeNull();
});

test("a lock that another process has taken over meanwhile is not released", () => {
  const lock = acquireRunLock(dataDir, address);
  const theirs = JSON.stringify({ pid: 1, startMark: "1", address });
  writeFileSync(lockFile(), theirs);
  if (lock.ok) lock.release();
  expect(readFileSync(lockFile(), "utf8")).toBe(theirs);
});
