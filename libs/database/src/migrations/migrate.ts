import { randomUUID } from "node:crypto";
import pg from "pg";
import { MIGRATIONS_DIRECTORY, type MigrationFile, readMigrationFiles } from "./migration-files.js";
import { type AppliedMigration, planMigrations } from "./migration-plan.js";

/** The lock Prisma's own migrate takes, so that the two never run at once. */
const ADVISORY_LOCK = 72_707_369;

/** Prisma's table, column for column, so that `prisma migrate status` agrees with us. */
const CREATE_TABLE = `
  create table if not exists public._prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

/** The database was left as it was; the message is one sentence for people. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

export interface MigrateOptions {
  /** Folder of `<name>/migration.sql`; the repository's own by default. */
  readonly directory?: string;
}

/**
 * Brings the database up to date. Each migration is one transaction; of several runners at once one
 * applies and the others find nothing left to do.
 *
 * @returns the names of the migrations applied by this call, in order
 * @throws MigrationError when a migration fails or the database's own record forbids going on
 */
export async function migrate(
  target: string | pg.Pool,
  { directory = MIGRATIONS_DIRECTORY }: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const files = await readMigrationFiles(directory);
  if (typeof target !== "string") {
    const client = await target.connect();
    try {
      return await withLock(client, () => applyPending(client, files));
    } finally {
      client.release();
    }
  }
  const client = new pg.Client({ connectionString: target, application_name: "fourtuple-migrate" });
  await client.connect();
  try {
    return await withLock(client, () => applyPending(client, files));
  } finally {
    await client.end();
  }
}

async function withLock<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  const before = await client.query<{ timeout: string }>(
    "select current_setting('statement_timeout') as timeout",
  );
  // A waiting runner, or a migration of a large table, takes as long as it takes.
  await client.query("set statement_timeout = 0");
  await client.query("select pg_advisory_lock($1)", [ADVISORY_LOCK]);
  try {
    return await work();
  } finally {
    await client.query("select pg_advisory_unlock($1)", [ADVISORY_LOCK]);
    await client.query("select set_config('statement_timeout', $1, false)", [before.rows[0]?.timeout ?? "0"]);
  }
}

async function applyPending(client: pg.ClientBase, files: readonly MigrationFile[]) {
  await client.query(CREATE_TABLE);
  const plan = planMigrations(files, await loadApplied(client));
  if (!plan.ok) throw new MigrationError(plan.reason);
  for (const file of plan.pending) await applyMigration(client, file);
  return { applied: plan.pending.map((file) => file.name) };
}

async function loadApplied(client: pg.ClientBase): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `select migration_name as name, checksum, finished_at is not null as finished
     from public._prisma_migrations where rolled_back_at is null order by migration_name`,
  );
  return rows;
}

async function applyMigration(client: pg.ClientBase, file: MigrationFile): Promise<void> {
  await client.query("begin");
  try {
    // Prisma reads its tables from `public`, whatever the role's own search path says.
    await client.query("set local search_path = public");
    await client.query(file.sql);
    await client.query(
      `insert into public._prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), file.checksum, file.name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    const cause = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`The migration ${file.name} failed and was undone: ${cause}.`, { cause: error });
  }
}
