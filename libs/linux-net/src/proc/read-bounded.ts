import { closeSync, constants, openSync, readSync } from "node:fs";

/** What came of reading one kernel file. `cut`: the file went on past the cap, `text` is its beginning. */
export type FileReading =
  | { readonly status: "ok"; readonly text: string; readonly cut: boolean }
  | FileFailure;

export type FileFailure =
  | { readonly status: "absent" }
  | { readonly status: "unreadable"; readonly reason: string };

const INITIAL_BYTES = 64 * 1024;
let scratch = Buffer.allocUnsafeSlow(INITIAL_BYTES);

/** Non-blocking, so that a FIFO in the place of a file cannot hold the process. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** @returns an open descriptor, or why there is none. */
export function openForReading(path: string): { readonly status: "ok"; readonly fd: number } | FileFailure {
  try {
    return { status: "ok", fd: openSync(path, OPEN_FLAGS) };
  } catch (error) {
    return failureOf(error);
  }
}

/** `absent` is ENOENT alone; every other errno is `unreadable` with its name. */
export function failureOf(error: unknown): FileFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return code === "ENOENT" ? { status: "absent" } : { status: "unreadable", reason: code };
}

function growScratch(capBytes: number): void {
  const grown = Buffer.allocUnsafeSlow(Math.min(scratch.length * 2, capBytes + 1));
  scratch.copy(grown);
  scratch = grown;
}

/** Reads an open file from its start, at most `capBytes`; the text is its bytes as Latin-1, so any byte is taken. */
export function readFromStart(fd: number, capBytes: number): FileReading {
  let total = 0;
  try {
    while (total <= capBytes) {
      if (total === scratch.length) growScratch(capBytes);
      const room = Math.min(scratch.length, capBytes + 1) - total;
      const got = readSync(fd, scratch, total, room, total);
      if (got === 0) break;
      total += got;
    }
  } catch (error) {
    return failureOf(error);
  }
  return {
    status: "ok",
    text: scratch.toString("latin1", 0, Math.min(total, capBytes)),
    cut: total > capBytes,
  };
}

/** Opens, reads at most `capBytes` from the start, closes. */
export function readBounded(path: string, capBytes: number): FileReading {
  const opened = openForReading(path);
  if (opened.status !== "ok") return opened;
  try {
    return readFromStart(opened.fd, capBytes);
  } finally {
    closeSync(opened.fd);
  }
}
