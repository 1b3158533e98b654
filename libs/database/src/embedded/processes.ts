import { readFile, readlink } from "node:fs/promises";
import { systemErrorCode } from "./errors.js";

/** True while a process of this id exists, as a zombie too: the same answer PostgreSQL gets. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === "EPERM";
  }
}

/**
 * Whether process `pid` is a PostgreSQL that works in `cluster`; a postmaster's working directory is
 * its data directory. Ids are reused, so the mere existence of one proves nothing.
 *
 * @returns null where there is no /proc to ask
 */
export async function isPostmasterOf(cluster: string, pid: number): Promise<boolean | null> {
  if (!processExists(pid)) return false;
  if (process.platform !== "linux") return null;
  const [directory, name] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => ""),
    readFile(`/proc/${pid}/comm`, "utf8").catch(() => ""),
  ]);
  return directory === cluster && name.trim() === "postgres";
}

/**
 * When a process started, in clock ticks since boot: with its id, a name that is not reused.
 *
 * @returns null where there is no /proc or no such process
 */
export async function readStartTicks(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in parentheses may hold anything; field 22 is the 20th after it (proc_pid_stat(5)).
  const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  return Number.isSafeInteger(ticks) ? ticks : null;
}
