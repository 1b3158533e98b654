import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "@fourtuple/database";
import { startEmbeddedPostgres } from "@fourtuple/database/embedded";
import { readOwnServerUrl, type TestServer } from "./config.js";
import { databaseUrl, execute } from "./sql.js";

export interface RunningTestServer extends TestServer {
  /** Removes the databases, and with them an embedded server and its files. */
  stop(): Promise<void>;
}

const REAPER = fileURLToPath(new URL("./reaper.js", import.meta.url));

/**
 * Provides PostgreSQL for one test run, migrated once into a template: the server of TEST_DATABASE_URL,
 * or an embedded one in a temporary directory, which ends with this process even when that is killed.
 */
export async function startTestDatabase(): Promise<RunningTestServer> {
  const ownUrl = readOwnServerUrl();
  if (ownUrl) return makeTemplate(ownUrl, (server) => dropDatabases(server));
  const directory = await mkdtemp(join(tmpdir(), "fourtuple-test-"));
  const reaper = spawn(process.execPath, [REAPER, directory], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  reaper.unref();
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: directory, fsync: false });
    reaper.stdin.write(String(postgres.pid));
    return await makeTemplate(postgres.url, () => endReaper(reaper));
  } catch (error) {
    await endReaper(reaper);
    throw error;
  }
}

async function endReaper(reaper: ChildProcess): Promise<void> {
  if (reaper.exitCode !== null) return;
  const ended = once(reaper, "exit");
  reaper.ref();
  reaper.stdin?.end();
  await ended;
}

async function makeTemplate(
  adminUrl: string,
  stop: (server: TestServer) => Promise<void>,
): Promise<RunningTestServer> {
  const template = `fourtuple_test_${randomBytes(6).toString("hex")}`;
  const server = { adminUrl, template };
  await execute(adminUrl, `create database ${template}`);
  await migrate(databaseUrl(adminUrl, template));
  return { ...server, stop: () => stop(server) };
}

/** On a shared server: the template, and what suites that crashed have left of its copies. */
async function dropDatabases({ adminUrl, template }: TestServer): Promise<void> {
  const copies = await execute(
    adminUrl,
    "select datname as name from pg_database where starts_with(datname, $1)",
    [template],
  );
  for (const { name } of copies) await execute(adminUrl, `drop database if exists ${name} with (force)`);
}
