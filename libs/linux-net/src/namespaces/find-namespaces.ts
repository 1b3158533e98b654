import { readdirSync, readlinkSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { CpuMeter } from "../census/cpu-meter.js";
import { failureOf, readBounded } from "../proc/read-bounded.js";
import { findNamespaceMounts } from "./mount-info.js";

/** Some 100 bytes a mount: room for those of the largest container hosts. */
const MOUNTINFO_CAP_BYTES = 8 * 1024 * 1024;
/** A link costs some microseconds, so that the event loop waits half a millisecond. */
const LINKS_PER_TURN = 100;
const MAX_NAME_LENGTH = 255;
const PROCESS_NAME = /^[1-9]\d{0,9}$/;
const NAMESPACE_LINK = /^net:\[(\d{1,15})\]$/;

export interface NamespacePlace {
  readonly inode: number;
  /** The first process found in it. */
  readonly pid: number | null;
  /** A mount that holds it. */
  readonly mountPath: string | null;
  /** The name that `ip netns` gives it. */
  readonly mountName: string | null;
}

export interface NamespacesSeen {
  /** By inode, without our own. */
  readonly places: readonly NamespacePlace[];
  readonly processes: number;
  /** Processes whose namespace may not be seen. */
  readonly refused: number;
}

/** @returns the inode of the network namespace that `directory`, of a process or thread, is in. */
export function readNamespaceInode(
  directory: string,
): { readonly status: "ok"; readonly inode: number } | ReturnType<typeof failureOf> {
  try {
    const match = NAMESPACE_LINK.exec(readlinkSync(join(directory, "ns/net")));
    return match
      ? { status: "ok", inode: Number(match[1]) }
      : { status: "unreadable", reason: "no namespace" };
  } catch (error) {
    return failureOf(error);
  }
}

function listNames(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

export interface FindOptions {
  readonly procRoot: string;
  /** Where `ip netns` keeps its names. */
  readonly netnsDirectory: string;
  readonly ownInode: number;
}

class Finder {
  readonly #places = new Map<number, NamespacePlace>();
  processes = 0;
  refused = 0;

  constructor(
    private readonly procRoot: string,
    private readonly netnsDirectory: string,
    private readonly ownInode: number,
  ) {}

  places(): NamespacePlace[] {
    return [...this.#places.values()].sort((one, other) => one.inode - other.inode);
  }

  async lookAtProcesses(cpu: CpuMeter): Promise<void> {
    for (const [index, name] of listNames(this.procRoot)
      .filter((name) => PROCESS_NAME.test(name))
      .entries()) {
      if (index % LINKS_PER_TURN === LINKS_PER_TURN - 1) await cpu.giveWay();
      const link = readNamespaceInode(join(this.procRoot, name));
      this.processes++;
      if (link.status === "ok") this.#add({ inode: link.inode, pid: Number(name) });
      else if (link.status === "unreadable" && link.reason !== "ESRCH") this.refused++;
    }
  }

  lookAtMounts(): void {
    const reading = readBounded(join(this.procRoot, "self/mountinfo"), MOUNTINFO_CAP_BYTES);
    if (reading.status !== "ok") return;
    for (const { inode, path } of findNamespaceMounts(reading.text)) {
      const mountName = dirname(path) === this.netnsDirectory ? basename(path) : null;
      this.#add({ inode, mountPath: path, ...(mountName === null ? {} : { mountName }) });
    }
  }

  /** Links to a namespace lie here too; a mere file is what was left of a name whose namespace is gone. */
  lookAtNames(): void {
    const device = statOf(join(this.procRoot, "thread-self/ns/net"))?.dev;
    for (const mountName of listNames(this.netnsDirectory)) {
      const mountPath = join(this.netnsDirectory, mountName);
      const file = statOf(mountPath);
      if (file !== null && file.dev === device) this.#add({ inode: file.ino, mountPath, mountName });
    }
  }

  #add({ inode, pid, mountPath, mountName }: Partial<NamespacePlace> & { readonly inode: number }): void {
    if (inode === this.ownInode) return;
    const known = this.#places.get(inode);
    this.#places.set(inode, {
      inode,
      pid: known?.pid ?? pid ?? null,
      mountPath: known?.mountPath ?? mountPath ?? null,
      mountName: (known?.mountName ?? mountName)?.slice(0, MAX_NAME_LENGTH) ?? null,
    });
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** Finds the other network namespaces: those that a process is in, and those that a mount holds. */
export async function findNamespaces(
  { procRoot, netnsDirectory, ownInode }: FindOptions,
  cpu: CpuMeter,
): Promise<NamespacesSeen> {
  const finder = new Finder(procRoot, netnsDirectory, ownInode);
  finder.lookAtNames();
  finder.lookAtMounts();
  await finder.lookAtProcesses(cpu);
  return { places: finder.places(), processes: finder.processes, refused: finder.refused };
}
