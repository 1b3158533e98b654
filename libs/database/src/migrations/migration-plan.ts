import type { MigrationFile } from "./migration-files.js";

/** A row of Prisma's `_prisma_migrations`. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

export type MigrationPlan =
  | { readonly ok: true; readonly pending: readonly MigrationFile[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Decides what to apply, or why nothing may be applied.
 *
 * @param applied rows that were not rolled back
 */
export function planMigrations(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): MigrationPlan {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const row of applied) {
    const reason = refusal(row, byName.get(row.name));
    if (reason) return { ok: false, reason };
  }
  const done = new Set(applied.map((row) => row.name));
  return { ok: true, pending: files.filter((file) => !done.has(file.name)) };
}

function refusal(row: AppliedMigration, file: MigrationFile | undefined): string | null {
  if (!row.finished) {
    return (
      `The migration ${row.name} failed halfway in an earlier run; restore a backup, or ` +
      `repair the database by hand and delete the migration's row from _prisma_migrations.`
    );
  }
  if (!file) {
    return (
      `The database holds the migration ${row.name}, which this version does not know: ` +
      `a newer Fourtuple has used it. Start that version or restore an older backup.`
    );
  }
  if (file.checksum === row.checksum) return null;
  return (
    `The migration ${row.name} was changed after it had been applied to this database; ` +
    `restore the file and put the change into a new migration.`
  );
}
