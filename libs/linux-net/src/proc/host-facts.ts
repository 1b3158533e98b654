import { readlinkSync } from "node:fs";
import { arch, hostname, release } from "node:os";
import { join } from "node:path";
import { readBounded } from "./read-bounded.js";

export interface HostFacts {
  readonly hostname: string;
  /** The kernel's release, `uname -r`. */
  readonly kernel: string;
  /** As Node names it: `x64`, `arm64`, ... */
  readonly arch: string;
  readonly bootId: string | null;
  /** Seconds since 1970 at which the kernel booted. */
  readonly bootedAtSec: number | null;
  /** Inode of the network namespace of this process. */
  readonly netnsInode: number | null;
}

/** /proc/stat grows with the CPUs and interrupts: some 100 kB on the largest machines. */
const STAT_CAP_BYTES = 1024 * 1024;
const LINE_CAP_BYTES = 512;
/** Twelve digits reach the year 33658; what has more is no time but a garbled file. */
const BOOT_TIME = /^btime (\d{1,12})$/m;

function readLine(path: string, pattern: RegExp): string | null {
  const reading = readBounded(path, LINE_CAP_BYTES);
  if (reading.status !== "ok" || reading.cut) return null;
  const line = reading.text.trim();
  return pattern.test(line) ? line : null;
}

function readBootTimeSec(root: string): number | null {
  const reading = readBounded(join(root, "stat"), STAT_CAP_BYTES);
  if (reading.status !== "ok") return null;
  const match = BOOT_TIME.exec(reading.text);
  return match ? Number(match[1]) : null;
}

function readNetnsInode(root: string): number | null {
  try {
    const match = /^net:\[(\d{1,15})\]$/.exec(readlinkSync(join(root, "self/ns/net")));
    return match ? Number(match[1]) : null;
  } catch {
    return null;
  }
}

/**
 * Who this host is. Name and release come from `root` where it tells them, else from uname;
 * what only `root` can tell is null without it.
 */
export function readHostFacts(root: string): HostFacts {
  return {
    hostname: readLine(join(root, "sys/kernel/hostname"), /^[\x21-\x7e]{1,253}$/) ?? hostname(),
    kernel: readLine(join(root, "sys/kernel/osrelease"), /^[\x20-\x7e]{1,200}$/) ?? release(),
    arch: arch(),
    bootId: readLine(join(root, "sys/kernel/random/boot_id"), /^[0-9a-f-]{36}$/),
    bootedAtSec: readBootTimeSec(root),
    netnsInode: readNetnsInode(root),
  };
}
