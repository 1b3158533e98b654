import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Who holds a data directory. `startMark` tells a process from a later one with the same number. */
export interface LockHolder {
  readonly pid: number;
  readonly startMark: string | null;
  readonly address: string;
  /** With its password, so the file is private; null until the database runs. */
  readonly databaseUrl: string | null;
}

export interface RunLock {
  readonly ok: true;
  /** Lets the commands for users find the database of the running server. */
  noteDatabase(databaseUrl: string): void;
  release(): void;
}

export type LockResult = RunLock | { readonly ok: false; readonly holder: LockHolder };

const lockFileOf = (dataDir: string): string => join(dataDir, "running.json");

/** Takes the data directory for this process, also from a holder that was killed. */
export function acquireRunLock(dataDir: string, address: string): LockResult {
  const lockFile = lockFileOf(dataDir);
  const holder = readRunningServer(dataDir);
  if (holder !== null) return { ok: false, holder };
  const own: LockHolder = {
    pid: process.pid,
    startMark: readStartMark(process.pid),
    address,
    databaseUrl: null,
  };
  const draft = writeDraft(lockFile, own);
  removeStaleLock(lockFile);
  try {
    // link() fails when another process was faster, and never shows a half-written file.
    linkSync(draft, lockFile);
  } catch (error) {
    const winner = readHolder(lockFile);
    if (winner === null) throw error;
    return { ok: false, holder: winner };
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    ok: true,
    noteDatabase: (databaseUrl) => renameSync(writeDraft(lockFile, { ...own, databaseUrl }), lockFile),
    release: () => {
      if (isSame(readHolder(lockFile), own)) rmSync(lockFile, { force: true });
    },
  };
}

/** The server that runs on this data directory, or null. */
export function readRunningServer(dataDir: string): LockHolder | null {
  const holder = readHolder(lockFileOf(dataDir));
  return holder !== null && isRunning(holder) ? holder : null;
}

/** The sentence for a data directory that another process holds. */
export function describeHolder(dataDir: string, holder: LockHolder): string {
  return `Fourtuple already runs on ${dataDir} (process ${holder.pid}, ${holder.address}); stop it first, or give this one a FOURTUPLE_DATA_DIR and FOURTUPLE_PORT of its own.`;
}

/**
 * Removes a lock that nobody holds any more. By a rename, which shows what it took: of two starts at once
 * the slower one would else remove the lock that the faster one has just put there.
 */
export function removeStaleLock(lockFile: string): void {
  const aside = `${lockFile}.${process.pid}.old`;
  try {
    renameSync(lockFile, aside);
    const holder = readHolder(aside);
    if (holder !== null && isRunning(holder)) linkSync(aside, lockFile);
  } catch (error) {
    // There was no lock, or its holder has written a newer one meanwhile.
    if (!["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function writeDraft(lockFile: string, holder: LockHolder): string {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  return draft;
}

/** Field 22 of /proc/<pid>/stat, the start time in clock ticks (proc_pid_stat(5)); null without /proc. */
function readStartMark(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program is in parentheses and may hold spaces; what follows begins with field 3.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isSame(one: LockHolder | null, other: LockHolder): boolean {
  return one?.pid === other.pid && one.startMark === other.startMark;
}

function isRunning(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return holder.startMark === readStartMark(holder.pid);
}

function readHolder(lockFile: string): LockHolder | null {
  try {
    const text = readFileSync(lockFile, "utf8");
    const { pid, startMark = null, address, databaseUrl = null }: Partial<LockHolder> = JSON.parse(text);
    if (typeof pid !== "number" || typeof address !== "string") return null;
    return { pid, startMark, address, databaseUrl };
  } catch {
    return null;
  }
}
