import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What PostgreSQL writes into `postmaster.pid` (src/include/utils/pidfile.h). */
export interface PostmasterPid {
  readonly pid: number;
  /** Null until the server listens. */
  readonly port: number | null;
  readonly status: "starting" | "stopping" | "ready" | "unknown";
}

const STATUSES: readonly PostmasterPid["status"][] = ["starting", "stopping", "ready"];

/** @returns null for a file that holds no process id, such as one cut short by a full disk. */
export function parsePostmasterPid(text: string): PostmasterPid | null {
  const lines = text.split("\n").map((line) => line.trim());
  // A standalone backend (`postgres --single`) writes its id negated.
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return null;
  const port = Number(lines[3]);
  return {
    pid,
    port: Number.isSafeInteger(port) && port > 0 ? port : null,
    status: STATUSES.find((status) => status === lines[7]) ?? "unknown",
  };
}

export async function readPostmasterPid(cluster: string): Promise<PostmasterPid | null> {
  return parsePostmasterPid(await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => ""));
}
