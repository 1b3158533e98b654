import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";
import { mkdir, open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { hasCode } from "./lock.js";

/** A file that is written without waiting for the disk: it survives the process, not the machine. */
export interface JournalFile {
  /** @throws what the file system throws; the file then ends with the entry before. */
  append(entry: Uint8Array): void;
  close(): void;
}

/** The files of a spool. Everything throws what the file system throws. */
export interface SpoolDirectory {
  /** Makes it unless it is there. */
  prepare(): Promise<void>;
  /** Names of the plain files in it. */
  list(): Promise<string[]>;
  /** At most `maxBytes` of a file. */
  read(name: string, maxBytes: number): Promise<Uint8Array>;
  /** Writes a file that is there wholly or not at all, and on the disk when this resolves. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** The same for what is added to a file, but for "or not at all". */
  append(name: string, text: string): Promise<void>;
  /** A file that is not there is as good as removed. */
  remove(name: string): Promise<void>;
  openJournal(name: string): JournalFile;
}

export const PARTIAL_SUFFIX = ".partial";
const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = constants;
const FILE_MODE = 0o600;

export function openDirectory(path: string): SpoolDirectory {
  const at = (name: string): string => join(path, name);
  const remove = async (name: string): Promise<void> => {
    await unlink(at(name)).catch((error: unknown) => {
      if (!hasCode(error, "ENOENT")) throw error;
    });
  };
  return {
    prepare: async () => {
      await mkdir(path, { recursive: true, mode: 0o700 });
    },
    list: async () => {
      const entries = await readdir(path, { withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
    read: (name, maxBytes) => readUpTo(at(name), maxBytes),
    write: async (name, bytes) => {
      const partial = `${name}${PARTIAL_SUFFIX}`;
      try {
        await writeThrough(at(partial), bytes);
        await rename(at(partial), at(name));
      } catch (error) {
        // The first failure is the one to tell of.
        await remove(partial).catch(() => undefined);
        throw error;
      }
      await syncDirectory(path);
    },
    append: (name, text) => appendThrough(at(name), text),
    remove,
    openJournal: (name) => openJournal(at(name)),
  };
}

/** Neither follows a link nor waits at a pipe that someone laid in the place of a file. */
async function readUpTo(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, maxBytes));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, FILE_MODE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function appendThrough(path: string, text: string): Promise<void> {
  const file = await open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, FILE_MODE);
  try {
    await file.appendFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Without it a power cut may take the new name back. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function openJournal(path: string): JournalFile {
  const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, FILE_MODE);
  let length = 0;
  return {
    append: (entry) => {
      try {
        const written = writeSync(file, entry);
        if (written < entry.length) throw new Error(`the disk took ${written} of ${entry.length} bytes`);
        length += written;
      } catch (error) {
        ftruncateSync(file, length);
        throw error;
      }
    },
    close: () => closeSync(file),
  };
}
