import { readFile, readlink, symlink, unlink } from "node:fs/promises";
import { join } from "node:path";

/** `pid`, start of the process in ticks since boot, boot id: no two processes have all three in common. */
const SHAPE = /^(\d+) (\d+|-) (\S+)$/;
/** Tries against others that find the same stale lock at the same moment. */
const TRIES = 5;

/**
 * Keeps a second agent out of a directory; after a crash it is found to be stale and is taken over. It is a
 * symbolic link to nowhere: that is made with its content in one step, and even on a disk that is full.
 */
export class DirectoryLock {
  readonly #path: string;
  #self = "";

  constructor(directory: string) {
    this.#path = join(directory, "lock");
  }

  /** @returns null, or who holds it. @throws what the file system throws. */
  async take(): Promise<string | null> {
    if (await this.isHeld().catch(() => false)) return null;
    const self = await describeSelf();
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        await symlink(self, this.#path);
        this.#self = self;
        return null;
      } catch (error) {
        if (!hasCode(error, "EEXIST")) throw error;
      }
      const holder = await this.#liveHolder();
      if (holder !== null) return holder;
      await unlink(this.#path).catch(ignoreAbsent);
    }
    return "others";
  }

  /** Whether it is still ours. @throws what the file system throws, ENOENT when the directory was deleted. */
  async isHeld(): Promise<boolean> {
    return this.#self !== "" && (await readlink(this.#path)) === this.#self;
  }

  async release(): Promise<void> {
    if (await this.isHeld().catch(() => false)) await unlink(this.#path).catch(ignoreAbsent);
    this.#self = "";
  }

  async #liveHolder(): Promise<string | null> {
    const text = await readlink(this.#path).catch(() => "");
    const match = SHAPE.exec(text);
    if (match === null) return null;
    const [, pid, started, bootId] = match;
    if (bootId !== (await readBootId())) return null;
    if (!isRunning(Number(pid))) return null;
    const nowStarted = await readStart(Number(pid));
    // Of a process that hides its start nobody can say that it is another: the lock is left alone.
    return nowStarted === "-" || started === "-" || nowStarted === started ? `process ${pid}` : null;
  }
}

async function describeSelf(): Promise<string> {
  return `${process.pid} ${await readStart(process.pid)} ${await readBootId()}`;
}

/** Field 22 of /proc/PID/stat; the command before it may hold blanks and brackets. */
async function readStart(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return /^\d+$/.test(start) ? start : "-";
}

async function readBootId(): Promise<string> {
  const text = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return text.trim() || "-";
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function ignoreAbsent(error: unknown): void {
  if (!hasCode(error, "ENOENT")) throw error;
}
