import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Runs beside a test run, as a process of its own: `reaper.js <directory>`. The run writes the process id
 * of its PostgreSQL to standard input. When that input ends, because the run closed it or was killed,
 * PostgreSQL is stopped at once and its directory removed.
 */
const POLL_MS = 10;
/** PostgreSQL kills what ignores an immediate shutdown after 5 s (postmaster.c). */
const STOP_TIMEOUT_MS = 10_000;

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** True when the signal was sent; false when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function stopAtOnce(pid: number): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  signal(pid, "SIGQUIT");
  // A dead child whose parent has not asked for its end still has an id: hence a deadline, not a proof.
  while (signal(pid, 0) && Date.now() < deadline) await wait(POLL_MS);
}

const directory = process.argv[2];
const pid = Number(await readInput());
if (Number.isSafeInteger(pid) && pid > 1) await stopAtOnce(pid);
if (directory) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
