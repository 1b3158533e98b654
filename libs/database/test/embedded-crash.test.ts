import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { cleanUp, killPostgres, newDataDir, query, spawnLauncher, start } from "./embedded-fixture.js";

afterEach(cleanUp);

describe("after kill -9 of the launcher", () => {
  it("the next start takes over the running server with everything in it", async () => {
    const dataDir = await newDataDir();
    const launcher = await spawnLauncher(dataDir);
    if (!launcher.answer.ok) throw new Error(launcher.answer.message);
    await query(launcher.answer.url, "create table note as select 42 as n");
    await launcher.kill();
    const server = await start(dataDir);
    expect(server).toMatchObject({ adopted: true, pid: launcher.answer.pid, url: launcher.answer.url });
    expect(await query(server.url, "select n from note")).toEqual([{ n: 42 }]);
  });

  it("a server that was taken over can be stopped, and its death is noticed", async () => {
    const dataDir = await newDataDir();
    await (await spawnLauncher(dataDir)).kill();
    const taken = await start(dataDir);
    await taken.stop();
    await (await spawnLauncher(dataDir)).kill();
    const again = await start(dataDir);
    process.kill(again.pid, "SIGKILL");
    expect(await again.died).toEqual({ code: null, signal: null });
  });
});

describe("after kill -9 of PostgreSQL", () => {
  it("every acknowledged row is there at the next start", async () => {
    const dataDir = await newDataDir();
    const server = await start(dataDir);
    await query(server.url, "create table note (n int primary key)");
    const acknowledged = await insertUntilKilled(server.url, () => process.kill(server.pid, "SIGKILL"));
    expect(await server.died).toEqual({ code: null, signal: "SIGKILL" });
    const recovered = await start(dataDir);
    expect(recovered.adopted).toBe(false);
    const [row] = await query(recovered.url, "select count(*)::int as rows, max(n) as last from note");
    // One more may have been committed whose acknowledgement was lost.
    expect(row.rows).toBe(row.last);
    expect(row.rows - acknowledged).toBeOneOf([0, 1]);
  });

  it("a lock file whose process id now belongs to another process does not block the start", async () => {
    const dataDir = await newDataDir();
    const server = await start(dataDir);
    await query(server.url, "create table note as select 42 as n");
    process.kill(server.pid, "SIGKILL");
    await server.died;
    const stranger = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: "pipe" });
    await once(stranger, "spawn");
    const file = join(dataDir, "cluster", "postmaster.pid");
    const [, ...rest] = (await readFile(file, "utf8")).split("\n");
    await writeFile(file, [stranger.pid, ...rest].join("\n"));
    const recovered = await start(dataDir);
    expect(recovered.adopted).toBe(false);
    expect(await query(recovered.url, "select n from note")).toEqual([{ n: 42 }]);
    expect(stranger.exitCode).toBeNull();
    stranger.stdin.end();
    await once(stranger, "exit");
  });

  it("and of the launcher too, the next start recovers", async () => {
    const dataDir = await newDataDir();
    const launcher = await spawnLauncher(dataDir);
    if (!launcher.answer.ok) throw new Error(launcher.answer.message);
    await query(launcher.answer.url, "create table note as select 42 as n");
    await killPostgres(dataDir, launcher.answer.pid);
    await launcher.kill();
    const server = await start(dataDir);
    expect(server.adopted).toBe(false);
    expect(await query(server.url, "select n from note")).toEqual([{ n: 42 }]);
  });
});

describe("a PostgreSQL that dies while a launcher takes it over", () => {
  it("is no obstacle: the start goes on and recovers", async () => {
    const dataDir = await newDataDir();
    const launcher = await spawnLauncher(dataDir);
    if (!launcher.answer.ok) throw new Error(launcher.answer.message);
    await query(launcher.answer.url, "create table note as select 42 as n");
    await launcher.kill();
    // Held still, it leaves the launcher waiting in the middle of its login; then the login is reset.
    process.kill(launcher.answer.pid, "SIGSTOP");
    const starting = start(dataDir);
    await loginWaits(launcher.answer.url);
    process.kill(launcher.answer.pid, "SIGKILL");
    const server = await starting;
    expect(server.adopted).toBe(false);
    expect(await query(server.url, "select n from note")).toEqual([{ n: 42 }]);
  });
});

/** Resolves once a connection to the server's port is open that nobody has answered: bytes lie unread. */
async function loginWaits(url: string): Promise<void> {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, "0");
  const unread = new RegExp(`:${port} \\S+ 01 \\S+:0*[1-9A-F]`);
  await vi.waitFor(async () => expect(await readFile("/proc/net/tcp", "utf8")).toMatch(unread), 10_000);
}

describe("two launchers on one directory", () => {
  it("the second is refused while the first lives, and disturbs nothing", async () => {
    const dataDir = await newDataDir();
    const server = await start(dataDir);
    const { answer } = await spawnLauncher(dataDir);
    expect(answer).toMatchObject({ ok: false, code: "already-running" });
    await expect(start(dataDir)).rejects.toMatchObject({
      message: `Another Fourtuple (process ${process.pid}) uses the database in ${dataDir}; stop it or choose another directory.`,
    });
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("started at the same moment on an empty directory, one makes the database and the other is refused", async () => {
    const dataDir = await newDataDir();
    const launchers = await Promise.all([spawnLauncher(dataDir), spawnLauncher(dataDir)]);
    const answers = launchers.map(({ answer }) => (answer.ok ? "started" : answer.code)).sort();
    expect(answers).toEqual(["already-running", "started"]);
  });

  it("started as the first one stops, the second waits and then starts", async () => {
    const dataDir = await newDataDir();
    const first = await start(dataDir);
    const stopping = first.stop();
    const second = await start(dataDir);
    await stopping;
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

/** Inserts 1, 2, 3, ... one by one and kills in the middle; returns the last number acknowledged. */
async function insertUntilKilled(url: string, kill: () => void): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  for (let n = 1; ; n += 1) {
    if (n === 300) kill();
    const acknowledged = await client.query("insert into note values ($1)", [n]).catch(() => null);
    if (!acknowledged) return n - 1;
  }
}
