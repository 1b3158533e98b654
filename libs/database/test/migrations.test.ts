import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@fourtuple/testkit/database";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPool, MIGRATIONS_DIRECTORY, migrate } from "../src/index.js";
import { query } from "./embedded-fixture.js";

const ALL = [
  "20261120000000_init",
  "20261120000100_samples",
  "20261121000000_enrolment",
  "20261121000100_records",
];

describe("migrate", () => {
  let database: TestDatabase;
  let directory: string;

  beforeEach(async () => {
    database = await createTestDatabase({ empty: true });
    directory = await mkdtemp(join(tmpdir(), "fourtuple-migrations-"));
    await cp(MIGRATIONS_DIRECTORY, directory, { recursive: true });
  });
  afterEach(async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  });

  async function addMigration(name: string, sql: string): Promise<void> {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, "migration.sql"), sql);
  }

  it("applies every migration once, in order, and then finds nothing to do", async () => {
    expect(await migrate(database.url)).toEqual({ applied: ALL });
    expect(await migrate(database.url)).toEqual({ applied: [] });
  });

  it("applies what was added since", async () => {
    await migrate(database.url, { directory });
    await addMigration("20270101000000_more", "create table more (n int)");
    expect(await migrate(database.url, { directory })).toEqual({ applied: ["20270101000000_more"] });
  });

  it("of five runners at once, each migration is applied by exactly one", async () => {
    const runs = await Promise.all([1, 2, 3, 4, 5].map(() => migrate(database.url)));
    expect(runs.flatMap(({ applied }) => applied)).toEqual(ALL);
  });

  it("works on a pool and leaves its connection as it was", async () => {
    const pool = createPool({ url: database.url, max: 1, statementTimeoutMs: 1_234 });
    expect(await migrate(pool)).toEqual({ applied: ALL });
    const { rows } = await pool.query("select current_setting('statement_timeout') as timeout");
    const locks = await pool.query("select count(*) as held from pg_locks where locktype = 'advisory'");
    await pool.end();
    expect(rows).toEqual([{ timeout: "1234ms" }]);
    expect(locks.rows).toEqual([{ held: 0 }]);
  });

  it("refuses to go on when an applied migration was changed, and says which", async () => {
    await migrate(database.url, { directory });
    await appendFile(join(directory, ALL[0] ?? "", "migration.sql"), "\n-- changed");
    await expect(migrate(database.url, { directory })).rejects.toMatchObject({
      name: "MigrationError",
      message: `The migration ${ALL[0]} was changed after it had been applied to this database; restore the file and put the change into a new migration.`,
    });
  });

  it("refuses a database that a newer version has used", async () => {
    await addMigration("20270101000000_newer", "create table newer (n int)");
    await migrate(database.url, { directory });
    await expect(migrate(database.url)).rejects.toThrow("a newer Fourtuple has used it");
  });

  it("refuses to go on after a migration that Prisma left half done", async () => {
    await migrate(database.url);
    await query(
      database.url,
      `insert into _prisma_migrations (id, checksum, migration_name) values ('1', 'x', 'half')`,
    );
    await expect(migrate(database.url)).rejects.toThrow(
      "The migration half failed halfway in an earlier run",
    );
  });

  it("undoes a failing migration whole, says why, and can be run again", async () => {
    const name = "20270101000000_broken";
    await addMigration(name, "create table more (n int); select 1 / 0;");
    await expect(migrate(database.url, { directory })).rejects.toThrow(
      `The migration ${name} failed and was undone: division by zero.`,
    );
    expect(await query(database.url, "select to_regclass('more') as more")).toEqual([{ more: null }]);
    await writeFile(join(directory, name, "migration.sql"), "create table more (n int)");
    expect(await migrate(database.url, { directory })).toEqual({ applied: [name] });
  });

  it("keeps the boots of hosts that a version without them knew", async () => {
    const records = "20261121000100_records";
    await rm(join(directory, records), { recursive: true });
    await migrate(database.url, { directory });
    await query(
      database.url,
      `insert into hosts (id, name, public_key, kernel, arch, agent_version, interval_ms, boot_id, booted_at)
       select gen_random_uuid(), n::text, n::text, '6', 'x', '0', 1000, nullif('boot-' || n, 'boot-2'), now()
       from generate_series(1, 2) n`,
    );
    expect(await migrate(database.url)).toEqual({ applied: [records] });
    expect(await query(database.url, "select boot_id from host_boots")).toEqual([{ boot_id: "boot-1" }]);
  });

  it("makes its tables in public, whatever the role's search path is", async () => {
    await query(database.url, "create schema elsewhere");
    await query(
      database.url,
      `alter database "${new URL(database.url).pathname.slice(1)}" set search_path = elsewhere`,
    );
    await migrate(database.url);
    const [row] = await query(database.url, "select to_regclass('public.hosts')::text as hosts");
    expect(row).toEqual({ hosts: "public.hosts" });
  });
});
