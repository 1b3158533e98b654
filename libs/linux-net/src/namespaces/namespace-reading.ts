import type { StateCounts } from "@fourtuple/core/tcp";

export const MAX_NAMESPACES = 200;
export const MAX_NAMESPACE_DESTINATIONS = 10;

/** One of the destinations of a namespace that hold most sockets. */
export interface NamespaceDestination {
  readonly sourceAddress: string;
  readonly address: string;
  readonly port: number;
  readonly sockets: number;
  readonly timeWait: number;
  /** Distinct local ports of the namespace's range; null where the range is not known. */
  readonly occupiedPorts: number | null;
}

/** One other network namespace of the host. Its figures are in no figure of ours. */
export interface NamespaceReading {
  /** What `readlink /proc/PID/ns/net` prints. */
  readonly inode: number;
  /** Of `ip netns`, else the container or unit of a process in it, else null. */
  readonly name: string | null;
  /** A process in it, null for one that only a mount holds. */
  readonly pid: number | null;
  readonly readAtMs: number;
  /** Null where they cannot be had. */
  readonly states: StateCounts | null;
  readonly portRange: readonly [low: number, high: number] | null;
  readonly usablePorts: number | null;
  /** By name; one that the kernel does not have or will not tell is not there. */
  readonly sysctls: Readonly<Record<string, string>>;
  /** Most sockets first. */
  readonly destinations: readonly NamespaceDestination[];
  /** Why it could not be read, or not wholly; null when it was. */
  readonly problem: string | null;
}

export interface NamespacesFound {
  /** At most MAX_NAMESPACES, by inode. */
  readonly namespaces: readonly NamespaceReading[];
  /** Namespaces past that number. */
  readonly more: number;
  /** CPU of this process for the sweep, user and system, µs. */
  readonly cpuUs: number;
  /** Why there may be namespaces that were not found; null when all were. */
  readonly problem: string | null;
}
