import { randomBytes } from "node:crypto";
import { chown, link, mkdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EmbeddedPostgresError, inDataDirectory, systemErrorCode } from "./errors.js";
import type { Launch, UserIds } from "./launch.js";

/** Everything the launcher keeps, all below one private directory. */
export interface DataDirectory {
  readonly root: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly secretFile: string;
  readonly ownerFile: string;
  readonly logFile: string;
  /** The superuser's password: 256 random bits, base64url. */
  readonly secret: string;
}

/**
 * Makes the directory and its secret where they are missing.
 *
 * @throws EmbeddedPostgresError data-dir-unwritable, data-damaged, disk-full
 */
export function openDataDirectory(dataDir: string): Promise<DataDirectory> {
  const wanted = resolve(dataDir);
  return inDataDirectory(wanted, async () => {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    const root = await realpath(wanted);
    const secretFile = join(root, "password");
    const cluster = join(root, "cluster");
    return {
      root,
      cluster,
      secretFile,
      ownerFile: join(root, "owner.json"),
      logFile: join(root, "postgres.log"),
      secret: (await loadSecret(secretFile)) ?? (await createSecret(secretFile, cluster)),
    };
  });
}

/** @returns who owns the cluster, or null when it has not been made yet. */
export async function readClusterOwner(directory: DataDirectory): Promise<UserIds | null> {
  const { uid, gid } = (await stat(directory.cluster).catch(() => null)) ?? {};
  return uid === undefined || gid === undefined ? null : { uid, gid };
}

/** Root that borrows an account hands the directory over to it. */
export async function giveTo(directory: DataDirectory, { ids }: Launch): Promise<void> {
  if (!("uid" in ids)) return;
  const { uid, gid } = ids;
  await inDataDirectory(directory.root, async () => {
    await chown(directory.root, uid, gid);
    await chown(directory.secretFile, uid, gid);
  });
}

async function loadSecret(file: string): Promise<string | null> {
  try {
    return (await readFile(file, "utf8")).trim() || null;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

async function createSecret(file: string, cluster: string): Promise<string> {
  if (await stat(cluster).catch(() => null)) {
    throw new EmbeddedPostgresError(
      "data-damaged",
      `The database in ${cluster} has lost its password file ${file}; restore that file from a backup.`,
    );
  }
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flush: true });
  try {
    // A link, not a rename: of two launchers at once the second must take the first one's secret.
    await link(draft, file);
  } catch (error) {
    if (systemErrorCode(error) !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const secret = await loadSecret(file);
  if (secret) return secret;
  throw new EmbeddedPostgresError("data-damaged", `The password file ${file} is empty; remove it.`);
}
