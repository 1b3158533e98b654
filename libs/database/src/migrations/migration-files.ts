import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `prisma/migrations` of the repository this package is part of. */
export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));

export interface MigrationFile {
  /** The folder's name, by whose order migrations are applied. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file's bytes, hex, as Prisma computes it. */
  readonly checksum: string;
}

/** Reads every `<directory>/<name>/migration.sql`, in the order they are applied. */
export async function readMigrationFiles(directory: string): Promise<readonly MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigrationFile(directory, name)));
}

async function readMigrationFile(directory: string, name: string): Promise<MigrationFile> {
  const bytes = await readFile(join(directory, name, "migration.sql"));
  return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
}
