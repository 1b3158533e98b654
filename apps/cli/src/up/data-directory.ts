import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CliError } from "../cli-error.js";

/** Makes the data directory, private to its owner, and proves that it can be written. */
export async function prepareDataDirectory(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.writable-${process.pid}`);
  try {
    await makeFolders(dataDir);
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new CliError(describeUnwritable(dataDir, error as NodeJS.ErrnoException));
  }
}

/** Node's own way to make parents too never comes back below /proc, where a folder fails with ENOENT. */
async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" || (await isFolder(parent))) throw error;
    await makeFolders(parent);
    await makeFolders(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file of that name is in the way",
  ENOENT: "no folder can be made there",
};

/** The sentence for a data directory that cannot be used. */
export function describeUnwritable(
  dataDir: string,
  error: { readonly code?: string | undefined; readonly message: string },
): string {
  const reason = REASONS[error.code ?? ""] ?? error.message;
  return `Cannot write to the data directory ${dataDir} (${reason}); set FOURTUPLE_DATA_DIR to a folder that you own.`;
}
