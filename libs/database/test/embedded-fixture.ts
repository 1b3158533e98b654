import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/embedded/index.js";

const LAUNCHER = fileURLToPath(new URL("./launcher.mjs", import.meta.url));
const cleanups: (() => Promise<unknown>)[] = [];

/** Undoes, newest first, whatever the functions below have made. For `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** A directory that does not exist yet, in a temporary one. */
export async function newDataDir(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "fourtuple-embedded-"));
  cleanups.push(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }));
  return join(parent, "postgres");
}

/** Without fsync, for speed: a kill is not a power cut, the kernel keeps what was written. */
export async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, fsync: false });
  cleanups.push(() => server.stop());
  return server;
}

export type LauncherAnswer =
  | { readonly ok: true; readonly url: string; readonly pid: number; readonly adopted: boolean }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface Launcher {
  readonly child: ChildProcess;
  readonly answer: LauncherAnswer;
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>;
}

/** A launcher in a process of its own. What it starts is killed at clean-up. */
export async function spawnLauncher(dataDir: string): Promise<Launcher> {
  const child = spawn(process.execPath, [LAUNCHER, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [line] = await once(createInterface(child.stdout), "line");
  const answer: LauncherAnswer = JSON.parse(String(line));
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  cleanups.push(async () => {
    await kill();
    if (answer.ok) await killPostgres(dataDir, answer.pid);
  });
  return { child, answer, kill };
}

/** SIGKILLs the postmaster, if it still is the one of this directory, and so ends its children. */
export async function killPostgres(dataDir: string, pid: number): Promise<void> {
  const file = await readFile(join(dataDir, "cluster", "postmaster.pid"), "utf8").catch(() => "");
  if (Number(file.split("\n")[0]) === pid) process.kill(pid, "SIGKILL");
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, statement: string, values: readonly unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
