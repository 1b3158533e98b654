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
/** A killed server's process may be seen for a while after it has closed its connections (judgement). */
const DYING_TIMEOUT_MS = 10_000;

/**
 * Looks for a server that an earlier launcher has left running in this directory.
 *
 * @returns it, once it takes connections; null when there is none and one may be started
 * @throws EmbeddedPostgresError already-running when that launcher lives, start-timeout, data-damaged
 */
export async function adoptRunning(directory: DataDirectory): Promise<Server | null> {
  const startMs = Date.now();
  for (;;) {
    const state = await readPostmasterPid(directory.cluster);
    if (!state) return null;
    const ours = await isPostmasterOf(directory.cluster, state.pid);
    if (ours === false) return releaseStaleFile(directory, state);
    if (state.status !== "stopping") await refuseLivingOwner(directory);
    const waitedMs = Date.now() - startMs;
    if (state.status === "ready" && state.port !== null) {
      const adopted = await adopt(directory, state.pid, state.port);
      if ("process" in adopted) return adopted;
      if (adopted.isFinal || waitedMs > DYING_TIMEOUT_MS) throw refused(directory, state.pid, adopted.error);
    }
    if (waitedMs > SETTLE_TIMEOUT_MS) throw stuck(directory, state);
    await wait(POLL_MS);
  }
}

/** Why a server did not let us in. Not final: it may be one that is dying, and gone at the next look. */
interface Refusal {
  readonly error: unknown;
  readonly isFinal: boolean;
}

async function adopt(directory: DataDirectory, pid: number, port: number): Promise<Server | Refusal> {
  try {
    const { version } = await openSession(directory, port);
    return { process: ofAdopted(pid, directory.cluster), port, version };
  } catch (error) {
    return { error, isFinal: isAnswer(error) };
  }
}

/** Whether a living server gave this answer: SQLSTATE class 28 is a refused login; class 57 says it goes or comes. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("28");
}

function refused(directory: DataDirectory, pid: number, error: unknown): EmbeddedPostgresError {
  const reason = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError(
    "already-running",
    `PostgreSQL (process ${pid}) runs in ${directory.root} and does not let Fourtuple in: ${reason}. Stop it and start again.`,
    { cause: error },
  );
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
