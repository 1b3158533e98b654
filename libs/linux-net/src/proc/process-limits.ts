import { join } from "node:path";
import { readBounded } from "./read-bounded.js";

/** Real files have below 2 kB; /proc/self/cgroup of a cgroup 1 host some lines of 200 bytes. */
const CAP_BYTES = 64 * 1024;
/** What cgroup 1 writes for "no limit" is 2^63 less a page; nothing that large limits anybody. */
const NO_LIMIT_BYTES = 2 ** 60;
/** PATH_MAX of include/uapi/linux/limits.h; what is longer could not be opened either. */
const MAX_PATH_LENGTH = 4096;

/** What this process may use; null where there is no limit or it cannot be read. */
export interface ProcessLimits {
  /** RLIMIT_NOFILE, the soft one. */
  readonly openFiles: number | null;
  /** The least memory.max (cgroup 2) or memory.limit_in_bytes (cgroup 1) from the process's cgroup up to the root. */
  readonly memoryBytes: number | null;
}

/**
 * @param root the proc file system, `/proc` or a fixture.
 * @param cgroupRoot where the cgroups are mounted, `/sys/fs/cgroup`.
 */
export function readProcessLimits(root: string, cgroupRoot: string): ProcessLimits {
  const limits = readText(join(root, "self/limits"));
  const cgroups = readText(join(root, "self/cgroup"));
  const sizes = (cgroups === null ? [] : memoryLimitFiles(cgroups))
    .map((file) => readText(join(cgroupRoot, file)))
    .map((text) => (text === null ? null : parseByteLimit(text)))
    .filter((bytes) => bytes !== null);
  return {
    openFiles: limits === null ? null : parseOpenFiles(limits),
    memoryBytes: sizes.length === 0 ? null : Math.min(...sizes),
  };
}

/** @returns the soft limit of `Max open files` of /proc/PID/limits; null for `unlimited` or a text without it. */
export function parseOpenFiles(text: string): number | null {
  const match = /^Max open files\s+(\d{1,10})\s/m.exec(text);
  return match === null ? null : Number(match[1]);
}

/** @returns the limit in a memory.max or memory.limit_in_bytes; null for `max` and for one that limits nothing. */
export function parseByteLimit(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,20}$/.test(trimmed)) return null;
  const bytes = Number(trimmed);
  return bytes < NO_LIMIT_BYTES ? bytes : null;
}

/**
 * @param text of /proc/PID/cgroup, cgroups(7): `0::/system.slice/a.service`, or for cgroup 1 `4:memory:/a`.
 * @returns the files that limit the process's memory, relative to where cgroups are mounted, its own first.
 */
export function memoryLimitFiles(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined || !isUsable(path)) return [];
    if (controllers === "") return upwards(path).map((each) => join(each, "memory.max"));
    if (!controllers.split(",").includes("memory")) return [];
    return upwards(path).map((each) => join("memory", each, "memory.limit_in_bytes"));
  });
}

function isUsable(path: string): boolean {
  return path.length < MAX_PATH_LENGTH && !path.split("/").includes("..");
}

/** `/a/b` → `/a/b`, `/a`, `/`. Inside a container the root is its own cgroup and may hold the limit. */
function upwards(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return [...parts.keys(), parts.length].map(
    (dropped) => `/${parts.slice(0, parts.length - dropped).join("/")}`,
  );
}

function readText(path: string): string | null {
  const reading = readBounded(path, CAP_BYTES);
  return reading.status === "ok" && !reading.cut ? reading.text : null;
}
