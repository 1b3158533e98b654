import { type DatabaseLog, SILENT_LOG } from "../connection/log.js";
import { adoptRunning } from "./adoption.js";
import { findBinaries } from "./binaries.js";
import { prepareCluster } from "./cluster.js";
import { type DataDirectory, giveTo, openDataDirectory, readClusterOwner } from "./data-directory.js";
import { EmbeddedPostgresError, inDataDirectory } from "./errors.js";
import { chooseLaunch, readProgramMajor } from "./launch.js";
import { saveOwner } from "./owner.js";
import { startPostmaster } from "./postmaster.js";
import { keepLogBounded } from "./server-log.js";
import type { Server, ServerExit } from "./server-process.js";
import { openSession, serverUrl } from "./session.js";
import { withStartLock } from "./start-lock.js";
import { stopServer } from "./stop.js";

export interface EmbeddedPostgresOptions {
  /** A directory of PostgreSQL's own; made with mode 0700 when it is missing. */
  readonly dataDir: string;
  readonly log?: DatabaseLog;
  /** False only for databases of tests: acknowledged rows may then be lost with the machine's power. */
  readonly fsync?: boolean;
}

export interface EmbeddedPostgres {
  /** Of the database `fourtuple`, with the password: not for logs. */
  readonly url: string;
  /** Such as "18.4". */
  readonly version: string;
  /** True when the server had outlived an earlier launcher and was taken over. */
  readonly adopted: boolean;
  /** Of the postmaster. */
  readonly pid: number;
  /** Fast shutdown, bounded. May be called twice. Rejects with EmbeddedPostgresError `stop-failed`. */
  stop(): Promise<void>;
  /** Settles when the server ends without having been told to by `stop`. */
  readonly died: Promise<ServerExit>;
}

/** One cold start of another launcher, with an initdb on a slow disk, or a slow stop (judgement). */
const LOCK_TIMEOUT_MS = 180_000;

/**
 * Brings up PostgreSQL in `dataDir`: makes the database the first time, takes over a server that a
 * killed launcher has left, recovers after a crash of the server. It outlives this process until `stop`.
 *
 * @throws EmbeddedPostgresError with a `code` and one sentence for people
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log = SILENT_LOG, fsync = true } = options;
  const directory = await openDataDirectory(dataDir);
  return withStartLock(directory, LOCK_TIMEOUT_MS, async () => {
    const running = await adoptRunning(directory);
    // Before the start: whoever finds the server later must be able to tell whose it is.
    await inDataDirectory(directory.root, () => saveOwner(directory.ownerFile));
    if (running) log.warn(`took over PostgreSQL (process ${running.process.pid}), left by an earlier run`);
    return handleOf(directory, running ?? (await startFresh(directory, fsync)), running !== null);
  });
}

async function startFresh(directory: DataDirectory, fsync: boolean): Promise<Server> {
  const binaries = await findBinaries();
  const major = await readProgramMajor(binaries);
  const launch = await chooseLaunch({
    binaries,
    uid: process.getuid?.() ?? null,
    clusterOwner: await readClusterOwner(directory),
    dataDir: directory.root,
  });
  await giveTo(directory, launch);
  await prepareCluster(directory, { binaries, launch, major, fsync });
  const started = await startPostmaster(directory, { binaries, launch, fsync });
  try {
    return { ...started, ...(await openSession(directory, started.port)) };
  } catch (error) {
    await stopServer(started.process, directory.cluster);
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError("start-failed", `PostgreSQL started and then failed: ${reason}.`, {
      cause: error,
    });
  }
}

function handleOf(directory: DataDirectory, server: Server, adopted: boolean): EmbeddedPostgres {
  const endLogWatch = keepLogBounded(directory);
  let stopping: Promise<void> | null = null;
  const died = new Promise<ServerExit>((resolve) => {
    void server.process.exited.then((exit) => {
      endLogWatch();
      if (!stopping) resolve(exit);
    });
  });
  return {
    url: serverUrl(directory, server.port),
    version: server.version,
    adopted,
    pid: server.process.pid,
    died,
    stop: () => {
      // Under the lock, so that a launcher that starts meanwhile waits instead of finding half a server.
      stopping ??= withStartLock(directory, LOCK_TIMEOUT_MS, () =>
        stopServer(server.process, directory.cluster),
      );
      return stopping;
    },
  };
}
