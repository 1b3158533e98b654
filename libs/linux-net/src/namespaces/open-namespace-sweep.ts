import { CpuMeter } from "../census/cpu-meter.js";
import { NamespaceCounter } from "./count-namespace.js";
import { findNamespaces, type NamespacesSeen } from "./find-namespaces.js";
import type { InspectContext } from "./inspect-namespace.js";
import { loadNamespaceCalls, type NamespaceCalls } from "./namespace-calls.js";
import { MAX_NAMESPACES, type NamespaceReading, type NamespacesFound } from "./namespace-reading.js";
import { readNamespace } from "./read-namespace.js";
import { HomeNamespace } from "./visit-namespace.js";

const NETNS_DIRECTORY = "/run/netns";

export interface SweepOptions {
  /** `/proc`, or the host's where a container sees it elsewhere. */
  readonly procRoot: string;
  /** Where `ip netns` keeps its names. */
  readonly netnsDirectory?: string;
  readonly maxNamespaces?: number;
  /** How the kernel is called; a test may give another way. */
  readonly loadCalls?: () => Promise<NamespaceCalls>;
  /** The time, ms since 1970. */
  readonly nowMs?: () => number;
}

/** Reads the other network namespaces of this host, each for itself. */
export interface NamespaceSweep {
  /** Finds and reads them all; one that is under way is shared. Never rejects. */
  sweep(): Promise<NamespacesFound>;
  /** What is under way ends at the next namespace. */
  close(): void;
}

function describeRefused({ processes, refused }: NamespacesSeen): string | null {
  if (refused === 0) return null;
  const these = `${refused} of ${processes} processes may not be looked into`;
  return `${these} (CAP_SYS_PTRACE is needed): their namespaces may be missing`;
}

class Sweeper implements NamespaceSweep {
  #underWay: Promise<NamespacesFound> | null = null;
  #closed = false;

  constructor(private readonly options: SweepOptions) {}

  sweep(): Promise<NamespacesFound> {
    this.#underWay ??= this.#sweepAtHome().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  close(): void {
    this.#closed = true;
  }

  async #sweepAtHome(): Promise<NamespacesFound> {
    const { procRoot, loadCalls = loadNamespaceCalls } = this.options;
    let home: HomeNamespace | null = null;
    try {
      const calls = await loadCalls();
      home = new HomeNamespace(procRoot, calls);
      return await this.#sweepFrom(home, calls);
    } catch (error) {
      const problem = `no sweep: ${error instanceof Error ? error.message : error}`;
      return { namespaces: [], more: 0, cpuUs: 0, problem };
    } finally {
      home?.close();
    }
  }

  async #sweepFrom(home: HomeNamespace, calls: NamespaceCalls): Promise<NamespacesFound> {
    const { procRoot, netnsDirectory = NETNS_DIRECTORY, maxNamespaces = MAX_NAMESPACES } = this.options;
    const cpu = new CpuMeter();
    const seen = await findNamespaces({ procRoot, netnsDirectory, ownInode: home.inode }, cpu);
    const chosen = seen.places.slice(0, maxNamespaces);
    const counter = new NamespaceCounter(procRoot);
    const context: InspectContext = { procRoot, calls, home, counter };
    const namespaces: NamespaceReading[] = [];
    let cpuUs = cpu.readUs();
    for (const place of chosen) {
      if (this.#closed) break;
      const outcome = await readNamespace(place, this.options.nowMs?.() ?? Date.now(), context);
      cpuUs += outcome.cpuUs;
      if (outcome.reading !== null) namespaces.push(outcome.reading);
    }
    const more = seen.places.length - chosen.length;
    return { namespaces, more, cpuUs, problem: describeRefused(seen) };
  }
}

/** Opens nothing before the first sweep, and keeps nothing open from one to the next. */
export function openNamespaceSweep(options: SweepOptions): NamespaceSweep {
  return new Sweeper(options);
}
