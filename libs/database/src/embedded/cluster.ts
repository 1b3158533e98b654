import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.js";
import type { DataDirectory } from "./data-directory.js";
import { EmbeddedPostgresError, inDataDirectory, systemErrorCode } from "./errors.js";
import type { Launch } from "./launch.js";
import { programFailure } from "./program-failure.js";
import { runProgram } from "./run-program.js";

export const SUPERUSER = "fourtuple";
const DRAFT_PREFIX = "cluster.new-";

export interface ClusterOptions {
  readonly binaries: Binaries;
  readonly launch: Launch;
  /** Of the program, such as "18". */
  readonly major: string;
  /** False only for throw-away databases: a power cut then loses them. */
  readonly fsync: boolean;
}

/**
 * Makes the cluster when there is none, and makes sure that this PostgreSQL can read it. A cluster
 * appears whole or not at all: it is made beside its place and then moved there.
 *
 * @throws EmbeddedPostgresError wrong-version, data-damaged, disk-full, data-dir-unwritable, start-failed
 */
export async function prepareCluster(directory: DataDirectory, options: ClusterOptions): Promise<void> {
  const found = await readClusterMajor(directory.cluster);
  if (found === "none") return createCluster(directory, options);
  const { major } = options;
  if (found === major) return;
  throw new EmbeddedPostgresError(
    "wrong-version",
    `The database in ${directory.root} was made by PostgreSQL ${found}, and this Fourtuple brings PostgreSQL ${major}; start the version that made it, or choose another directory.`,
  );
}

async function readClusterMajor(cluster: string): Promise<string> {
  try {
    return (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") throw error;
  }
  const entries = await readdir(cluster).catch(() => null);
  if (entries === null) return "none";
  throw new EmbeddedPostgresError(
    "data-damaged",
    `${cluster} is there but holds no PostgreSQL database (no PG_VERSION); restore it from a backup or move it away.`,
  );
}

async function createCluster(directory: DataDirectory, options: ClusterOptions): Promise<void> {
  const draft = join(directory.root, `${DRAFT_PREFIX}${process.pid}`);
  await inDataDirectory(directory.root, () => removeDrafts(directory.root));
  const { exitCode, output } = await runProgram(options.launch, options.binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${directory.secretFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same order and letter cases on every system, whatever locales it has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...(options.fsync ? [] : ["--no-sync"]),
  ]);
  if (exitCode !== 0) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw programFailure(directory.root, "PostgreSQL could not make its database", output);
  }
  await inDataDirectory(directory.root, () => rename(draft, directory.cluster));
}

/** Left behind by a launcher that was killed; the start lock keeps living ones out. */
async function removeDrafts(root: string): Promise<void> {
  const drafts = (await readdir(root)).filter((name) => name.startsWith(DRAFT_PREFIX));
  await Promise.all(drafts.map((name) => rm(join(root, name), { recursive: true, force: true })));
}
