import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { DataDirectory } from "./data-directory.js";
import { EmbeddedPostgresError, systemErrorCode } from "./errors.js";

const RETRY_MS = 25;

/**
 * Runs `work` while no other launcher works on the same directory. On Linux the lock is a socket name
 * without a file: the kernel frees it with the process, so that none is ever left behind. Elsewhere
 * PostgreSQL's own lock file has to do.
 *
 * @throws EmbeddedPostgresError already-running, when another launcher holds it for longer than `timeoutMs`
 */
export async function withStartLock<T>(
  directory: DataDirectory,
  timeoutMs: number,
  work: () => Promise<T>,
): Promise<T> {
  if (process.platform !== "linux") return work();
  const lock = await takeLock(directory, Date.now() + timeoutMs);
  try {
    return await work();
  } finally {
    await new Promise((resolve) => lock.close(resolve));
  }
}

async function takeLock(directory: DataDirectory, deadline: number): Promise<Server> {
  // The secret is in the name, so that no other user of the machine can take it first.
  const digest = createHash("sha256").update(`${directory.secret}\n${directory.root}`).digest("hex");
  const name = `\0fourtuple-${digest.slice(0, 32)}`;
  for (;;) {
    const server = await listen(name);
    if (server) return server;
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        "already-running",
        `Another Fourtuple has been starting in ${directory.root} for a long time; stop it and start again.`,
      );
    }
    await wait(RETRY_MS);
  }
}

function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if (systemErrorCode(error) === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen({ path }, () => resolve(server));
  });
}
