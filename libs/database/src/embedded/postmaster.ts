import { type ChildProcess, spawn } from "node:child_process";
import type { FileHandle } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Binaries } from "./binaries.js";
import type { DataDirectory } from "./data-directory.js";
import { EmbeddedPostgresError, inDataDirectory } from "./errors.js";
import type { Launch } from "./launch.js";
import { readPostmasterPid } from "./postmaster-pid.js";
import { programFailure } from "./program-failure.js";
import { commandLine, PROGRAM_ENV } from "./run-program.js";
import { openServerLog, readLogTail } from "./server-log.js";
import { ofChild, type Server, type ServerProcess } from "./server-process.js";
import { settingArguments } from "./settings.js";
import { stopServer } from "./stop.js";

export interface PostmasterOptions {
  readonly binaries: Binaries;
  readonly launch: Launch;
  readonly fsync: boolean;
}

const POLL_MS = 10;
/** Recovery replays 256 MB of log at most, seconds even on a slow disk (judgement). */
const READY_TIMEOUT_MS = 120_000;
/** How long the children of a killed postmaster may take to notice and go (judgement). */
const ORPHANS_TIMEOUT_MS = 15_000;

/**
 * Starts the server on a free port of the loopback address and waits until it takes connections,
 * through crash recovery where that is due.
 *
 * @throws EmbeddedPostgresError start-failed, start-timeout, disk-full, data-dir-unwritable, wrong-version
 */
export async function startPostmaster(
  directory: DataDirectory,
  options: PostmasterOptions,
): Promise<Pick<Server, "process" | "port">> {
  const log = await inDataDirectory(directory.root, () => openServerLog(directory, options.launch));
  try {
    const deadline = Date.now() + ORPHANS_TIMEOUT_MS;
    for (;;) {
      const attempt = await attemptStart(directory, options, log);
      if (attempt.ok) return attempt;
      if (!isPassing(attempt.output) || Date.now() > deadline) {
        throw programFailure(directory.root, "PostgreSQL did not start", attempt.output);
      }
      await wait(100);
    }
  } finally {
    await log.close();
  }
}

/** Reasons that another attempt a moment later cures: a port just taken, children of a dead server. */
function isPassing(output: string): boolean {
  return /address already in use|pre-existing shared memory block/i.test(output);
}

type Attempt =
  | { readonly ok: true; readonly process: ServerProcess; readonly port: number }
  | { readonly ok: false; readonly output: string };

async function attemptStart(
  directory: DataDirectory,
  { binaries, launch, fsync }: PostmasterOptions,
  log: FileHandle,
): Promise<Attempt> {
  const port = await findFreePort();
  const { size: offset } = await log.stat();
  const command = commandLine(launch, binaries.postgres, [
    "-D",
    directory.cluster,
    ...settingArguments({ port, fsync }),
  ]);
  const child = spawn(command.file, command.args, {
    ...command.ids,
    env: PROGRAM_ENV,
    cwd: "/",
    // A session of its own: Ctrl-C in the terminal must reach the API first, which then stops this.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  const failure = new Promise<Error>((resolve) => child.once("error", resolve));
  if (child.pid === undefined) return { ok: false, output: (await failure).message };
  child.unref();
  const server = ofChild(child, child.pid);
  if (await becomesReady(directory, child, server)) return { ok: true, process: server, port };
  return { ok: false, output: await readLogTail(log, offset) };
}

async function becomesReady(directory: DataDirectory, child: ChildProcess, server: ServerProcess) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null) {
    const state = await readPostmasterPid(directory.cluster);
    if (state?.pid === server.pid && state.status === "ready") return true;
    if (Date.now() > deadline) {
      await stopServer(server, directory.cluster);
      throw new EmbeddedPostgresError(
        "start-timeout",
        `PostgreSQL was not ready within ${READY_TIMEOUT_MS / 1000} s; see ${directory.logFile}.`,
      );
    }
    await wait(POLL_MS);
  }
  return false;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
