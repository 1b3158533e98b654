import { randomBytes } from "node:crypto";
import { closeSync, constants, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** The native module can be loaded from nowhere on this host; the message says where it was tried, and why not. */
export class NativeModuleError extends Error {
  override readonly name = "NativeModuleError";
}

/** Loads the shared object at `path` and returns what it exports. */
export type LoadSharedObject = (path: string) => unknown;

/**
 * Loads a native module that is held in memory. The kernel maps code only from files, so it is written into the
 * first of `folders` that can be written and run from, and removed again at once: the mapping outlives the name.
 *
 * (A memfd would need no folder, but Node has no call that makes one.)
 * @throws NativeModuleError when no folder will do.
 */
export function loadNativeModule(
  bytes: Uint8Array,
  folders: readonly string[],
  load: LoadSharedObject = dlopen,
): unknown {
  const refusals: string[] = [];
  for (const folder of folders) {
    const path = join(folder, `.fourtuple-${process.pid}-${randomBytes(8).toString("hex")}.node`);
    try {
      writeNewFile(path, bytes);
      return load(path);
    } catch (error) {
      refusals.push(`${folder} (${reasonOf(error)})`);
    } finally {
      removeQuietly(path);
    }
  }
  throw new NativeModuleError(
    `no folder lets the native module be written and run from: ${refusals.join(", ")}; name one with TMPDIR`,
  );
}

function dlopen(path: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}

/** For this user alone, and never through a link or a file that lies there already. */
function writeNewFile(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o700);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  } finally {
    closeSync(fd);
  }
}

/** What could not be written cannot be removed either, and is no further trouble. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    return;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // dlopen's words for a folder that is mounted noexec.
  if (error.message.includes("failed to map segment")) return "mounted noexec";
  return "code" in error && error.code !== "ERR_DLOPEN_FAILED" ? String(error.code) : error.message;
}
