import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { DataDirectory } from "./data-directory.js";
import { EmbeddedPostgresError, inDataDirectory } from "./errors.js";
import { loadLivingOwner } from "./owner.js";
import { type PostmasterPid, readPostmasterPid } from "./postmaster-pid.js";
import { isPostmasterOf, processExists } from "./processes.js";
import { ofAdopted, type Server } from "./server-process.js";
import { openSession } from "./session.js";

const POLL_MS = 25;
/** As long as a start of our own may take. */
const SETTLE_TIMEOUT_MS = 120_000;

/**
 * Looks for a server that an earlier launcher has left running in this directory.
 *
 * @returns it, once it takes connections; null when there is none and one may be started
 * @throws EmbeddedPostgresError already-running when that launcher lives, start-timeout, data-damaged
 */
export async function adoptRunning(directory: DataDirectory): Promise<Server | null> {
  const deadline = Date.now() + SETTLE_TIMEOUT_MS;
  for (;;) {
    const state = await readPostmasterPid(directory.cluster);
    if (!state) return null;
    const ours = await isPostmasterOf(directory.cluster, state.pid);
    if (ours === false) return releaseStaleFile(directory, state);
    if (state.status !== "stopping") await refuseLivingOwner(directory);
    if (state.status === "ready" && state.port !== null) return adopt(directory, state.pid, state.port);
    if (Date.now() > deadline) throw stuck(directory, state);
    await wait(POLL_MS);
  }
}

async function adopt(directory: DataDirectory, pid: number, port: number): Promise<Server> {
  try {
    const { version } = await openSession(directory, port);
    return { process: ofAdopted(pid, directory.cluster), port, version };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(
      "already-running",
      `PostgreSQL (process ${pid}) runs in ${directory.root} and does not let Fourtuple in: ${reason}. Stop it and start again.`,
      { cause: error },
    );
  }
}

async function refuseLivingOwner(directory: DataDirectory): Promise<void> {
  const owner = await loadLivingOwner(directory.ownerFile);
  if (!owner) return;
  throw new EmbeddedPostgresError(
    "already-running",
    `Another Fourtuple (process ${owner.pid}) uses the database in ${directory.root}; stop it or choose another directory.`,
  );
}

/**
 * PostgreSQL takes over the file of a dead process by itself, but not one whose id now belongs to some
 * other process. It does take its own parent's id for stale, so ours is put in. The rest of the file
 * stays: by it PostgreSQL finds children that have outlived their postmaster.
 */
async function releaseStaleFile(directory: DataDirectory, { pid }: PostmasterPid): Promise<null> {
  if (!processExists(pid)) return null;
  const file = join(directory.cluster, "postmaster.pid");
  await inDataDirectory(directory.root, async () => {
    const [, ...rest] = (await readFile(file, "utf8")).split("\n");
    await writeFile(file, [process.pid, ...rest].join("\n"));
  });
  return null;
}

function stuck(directory: DataDirectory, { pid, status }: PostmasterPid): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "start-timeout",
    `PostgreSQL (process ${pid}) in ${directory.root} has been ${status} for ${SETTLE_TIMEOUT_MS / 1000} s; see ${directory.logFile}.`,
  );
}
