import { spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../src/database/index.js";

const made: TestDatabase[] = [];
afterEach(() => Promise.all(made.splice(0).map(({ drop }) => drop())));

async function create(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  made.push(database);
  return database;
}

async function query(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe("createTestDatabase", () => {
  it("gives each caller a migrated database of its own, also to many at once", async () => {
    const databases = await Promise.all([1, 2, 3, 4].map(create));
    expect(new Set(databases.map(({ url }) => url)).size).toBe(4);
    for (const { url } of databases) {
      await query(url, "insert into setup_tokens (token_hash, expires_at) values ('t', now())");
      expect(await query(url, "select count(*)::int as tokens from setup_tokens")).toEqual([{ tokens: 1 }]);
    }
  });

  it("drops a database that is still in use", async () => {
    const { url, drop } = await create();
    const client = new pg.Client({ connectionString: url });
    const ended = new Promise((resolve) => client.on("error", resolve));
    await client.connect();
    await drop();
    await ended;
    await expect(query(url, "select 1")).rejects.toMatchObject({ code: "3D000" });
  });
});

/** Starts a server, tells where it is, and then only lives. */
const RUN = `
  import { startTestDatabase } from "@fourtuple/testkit/database";
  const { adminUrl } = await startTestDatabase();
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query("select current_setting('data_directory') as directory");
  console.log(JSON.stringify({ adminUrl, directory: rows[0].directory }));
  setInterval(() => undefined, 1000);
`;

describe("startTestDatabase", () => {
  it("leaves no server and no file behind when the test run is killed", async () => {
    const run = spawn(process.execPath, ["--input-type=module", "-e", RUN], {
      cwd: import.meta.dirname,
      env: { ...process.env, TEST_DATABASE_URL: "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface(run.stdout), "line");
    const { adminUrl, directory } = JSON.parse(String(line));
    expect(await query(adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    run.kill("SIGKILL");
    await vi.waitFor(() => expect(access(directory)).rejects.toMatchObject({ code: "ENOENT" }), 10_000);
    await expect(query(adminUrl, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
