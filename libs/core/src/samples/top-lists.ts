import type { StateCounts } from "../tcp/states.js";

/**
 * Who holds the sockets: the keys with the most of them, and the exact rest. A census makes these lists
 * from one dump, without a thing per socket, so their length is bounded on a host of any size.
 */

/** Which states a census asked the kernel for. `full` is all; the others are cheaper and read more often. */
export const CENSUS_TIERS = ["full", "troubled", "timeWait"] as const;
export type CensusTier = (typeof CENSUS_TIERS)[number];

/** Entries of a list at most; what comes after them is in `other`. */
export const TOP_LIST_LENGTH = 50;

/** Upper ends of the age classes of TIME_WAIT sockets, in s since the close; the last class is open (over 45). */
export const TIME_WAIT_AGE_LIMITS_SEC = [10, 20, 30, 45] as const;

export interface TopEntry {
  readonly sockets: number;
  /** Those of the states the tier asked for; 0 for the others. */
  readonly states: StateCounts;
}

/** Connections this host opened: one address of ours towards one address and port. What runs out of ports is this. */
export interface DestinationEntry extends TopEntry {
  readonly sourceAddress: string;
  readonly address: string;
  readonly port: number;
  /** Distinct local ports of the ephemeral range that these sockets hold; null when the range is not known. */
  readonly occupiedPorts: number | null;
  /** TIME_WAIT by age class of TIME_WAIT_AGE_LIMITS_SEC, youngest first. */
  readonly timeWaitAges: readonly number[];
}

/** Connections others opened to a port that listens here. */
export interface LocalPortEntry extends TopEntry {
  readonly port: number;
  readonly timeWaitAges: readonly number[];
}

/** All connections with one other address, whoever opened them. */
export interface PeerEntry extends TopEntry {
  readonly address: string;
  /** Of `sockets`, those that the peer opened to a listener here. */
  readonly inbound: number;
}

/**
 * Sockets by the cgroup of their creator: a service or a container. TIME_WAIT, SYN_RECV and sockets
 * without a process carry none and are in no entry; `TopLists.withoutCgroup` counts them.
 */
export interface CgroupEntry extends TopEntry {
  /** The kernel's id of the cgroup, decimal. */
  readonly id: string;
  /** Below the cgroup root, such as `/system.slice/nginx.service`; null when it is gone or cannot be read. */
  readonly path: string | null;
}

export interface TopList<E extends TopEntry> {
  /** By `sockets`, most first; equal ones in a fixed order. */
  readonly entries: readonly E[];
  /** Everything that is in no entry; with it the list sums to the whole. */
  readonly other: TopEntry & {
    readonly keys: number;
    /** False when there were more keys than the census keeps apart: then `keys` is a lower bound. */
    readonly keysExact: boolean;
  };
}

/** What one census saw of the whole namespace. */
export interface TopLists {
  readonly atMs: number;
  readonly tier: CensusTier;
  /** Some sockets may be missing from it. */
  readonly partial: boolean;
  /** Both ends of ip_local_port_range; null where unreadable. */
  readonly portRange: readonly [low: number, high: number] | null;
  /** Ports of the range that connect() may take: without reserved and explicitly bound ones; null where unknown. */
  readonly usablePorts: number | null;
  readonly destinations: TopList<DestinationEntry>;
  readonly localPorts: TopList<LocalPortEntry>;
  readonly peers: TopList<PeerEntry>;
  readonly cgroups: TopList<CgroupEntry>;
  readonly withoutCgroup: number;
}
