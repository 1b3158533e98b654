import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

/** Where cgroup2 is mounted: by itself, or beside the hierarchies of v1 as systemd's hybrid mode does. */
const MOUNTS = ["", "unified"];
/** A directory takes some 60 µs: so many are a quarter of a second, past any host seen (judgement). */
const MAX_DIRECTORIES = 4_096;
/** The event loop waits less than 2 ms. */
const DIRECTORIES_PER_TURN = 32;

/** @returns the directory of the root of cgroup2, null where there is none: a host of v1 alone. */
function findRoot(mountPoint: string): string | null {
  const roots = MOUNTS.map((mount) => join(mountPoint, mount));
  return roots.find((root) => existsSync(join(root, "cgroup.controllers"))) ?? null;
}

/** A cgroup may go while it is looked at, or be forbidden: then it has no children and no id. */
function readDirectories(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  } catch {
    return [];
  }
}

function readId(path: string): string | null {
  try {
    return statSync(path, { bigint: true }).ino.toString();
  } catch {
    return null;
  }
}

/**
 * Finds every cgroup below the mount point, such as `/sys/fs/cgroup`: parents before their children, at most so
 * many. @returns its path below the root, such as `/system.slice/nginx.service`, by its id, which is the inode
 * of its directory.
 */
export async function walkCgroups(mountPoint: string): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  const root = findRoot(mountPoint);
  if (root === null) return paths;
  const waiting = ["/"];
  for (let seen = 1; seen <= MAX_DIRECTORIES; seen++) {
    const path = waiting.shift();
    if (path === undefined) break;
    const id = readId(join(root, path));
    if (id !== null) paths.set(id, path);
    for (const { name } of readDirectories(join(root, path))) waiting.push(join(path, name));
    if (seen % DIRECTORIES_PER_TURN === 0) await nextTurn();
  }
  return paths;
}
