import { EmbeddedPostgresError, systemErrorCode } from "./errors.js";
import { isPostmasterOf } from "./processes.js";
import type { ServerProcess } from "./server-process.js";

/** Fast shutdown ends transactions and writes a checkpoint; its length is that of the disk (judgement). */
const FAST_TIMEOUT_MS = 20_000;
/** PostgreSQL itself kills children that ignore an immediate shutdown after 5 s (postmaster.c). */
const IMMEDIATE_TIMEOUT_MS = 10_000;

/**
 * Stops a server: fast (SIGINT), and when that takes too long at once (SIGQUIT), after which the next
 * start recovers from the log.
 *
 * @throws EmbeddedPostgresError stop-failed when it outlives both
 */
export async function stopServer(server: ServerProcess, cluster: string): Promise<void> {
  if (await signalled(server, cluster, "SIGINT", FAST_TIMEOUT_MS)) return;
  if (await signalled(server, cluster, "SIGQUIT", IMMEDIATE_TIMEOUT_MS)) return;
  throw new EmbeddedPostgresError("stop-failed", `PostgreSQL (process ${server.pid}) does not stop.`);
}

async function signalled(
  server: ServerProcess,
  cluster: string,
  signal: NodeJS.Signals,
  timeoutMs: number,
): Promise<boolean> {
  // An id may have been reused since the process was last seen.
  if ((await isPostmasterOf(cluster, server.pid)) === false) return true;
  try {
    process.kill(server.pid, signal);
  } catch (error) {
    if (systemErrorCode(error) === "ESRCH") return true;
    throw error;
  }
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([server.exited.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
