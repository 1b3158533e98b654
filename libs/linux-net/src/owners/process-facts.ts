import { join } from "node:path";
import { readBounded } from "../proc/read-bounded.js";
import { type CgroupNames, nameCgroup } from "./cgroup-names.js";
import { readableText } from "./readable-text.js";

/** The kernel keeps 15 bytes of a program's name, and some more of those of its own threads. */
const NAME_CAP_BYTES = 64;
const STATUS_CAP_BYTES = 4 * 1024;
/** A path of cgroups has 4 kB at most, and there are some ten hierarchies. */
const CGROUP_CAP_BYTES = 64 * 1024;
const EFFECTIVE_UID = /^Uid:\s+\d+\s+(\d{1,10})\s/m;

function readOf(procRoot: string, pid: number, file: string, capBytes: number): string | null {
  const reading = readBounded(join(procRoot, String(pid), file), capBytes);
  return reading.status === "ok" ? reading.text : null;
}

/** @returns /proc/PID/comm without its last newline, null when the process is gone. */
export function readProcessName(procRoot: string, pid: number): string | null {
  const text = readOf(procRoot, pid, "comm", NAME_CAP_BYTES);
  return text === null ? null : readableText(text.replace(/\n$/, ""));
}

/** @returns the effective user id of /proc/PID/status, null when it cannot be read. */
export function readProcessUid(procRoot: string, pid: number): number | null {
  const match = EFFECTIVE_UID.exec(readOf(procRoot, pid, "status", STATUS_CAP_BYTES) ?? "");
  return match ? Number(match[1]) : null;
}

/** @returns the names that /proc/PID/cgroup gives the process. */
export function readProcessCgroup(procRoot: string, pid: number): CgroupNames {
  return nameCgroup(readOf(procRoot, pid, "cgroup", CGROUP_CAP_BYTES) ?? "");
}
