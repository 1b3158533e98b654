import { type FileHandle, open, rename, stat, truncate } from "node:fs/promises";
import type { DataDirectory } from "./data-directory.js";
import type { Launch } from "./launch.js";

/** Far more than a healthy year writes: checkpoints are not logged, statements neither (judgement). */
export const LOG_LIMIT_BYTES = 8 * 1024 * 1024;
const CHECK_INTERVAL_MS = 600_000;
const TAIL_BYTES = 16_384;

/**
 * Opens the server's log for appending, as a file of the user the server runs as. A large one is put
 * aside first, in place of an older one.
 */
export async function openServerLog({ logFile }: DataDirectory, { ids }: Launch): Promise<FileHandle> {
  const { size } = (await stat(logFile).catch(() => null)) ?? { size: 0 };
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.old`);
  const log = await open(logFile, "a+", 0o600);
  if ("uid" in ids) await log.chown(ids.uid, ids.gid);
  return log;
}

/** What the server wrote after byte `offset`, the last 16 kB of it. */
export async function readLogTail(log: FileHandle, offset: number): Promise<string> {
  const { size } = await log.stat();
  const start = Math.max(offset, size - TAIL_BYTES);
  const { buffer, bytesRead } = await log.read(Buffer.alloc(size - start), 0, size - start, start);
  return buffer.subarray(0, bytesRead).toString("utf8");
}

/**
 * Empties the log of a running server whenever it has grown past the limit. The server appends, so
 * that it simply goes on at the start.
 *
 * @returns a function that ends the watch
 */
export function keepLogBounded({ logFile }: DataDirectory): () => void {
  const check = async () => {
    const { size } = await stat(logFile);
    if (size > LOG_LIMIT_BYTES) await truncate(logFile, 0);
  };
  const timer = setInterval(() => void check().catch(() => undefined), CHECK_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
