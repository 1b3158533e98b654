import type { CensusSource, CensusTier, TopLists } from "@fourtuple/core/samples";
import type { StateCounts } from "@fourtuple/core/tcp";
import type { ListenerSocket } from "../sockets/listener-socket.js";

/** Where a reading comes from, how whole it is and what it cost. */
export interface ReadingOrigin {
  readonly source: CensusSource;
  /** Why it is not a better source; null for sock_diag. */
  readonly reason: string | null;
  /** True when sockets may be missing, so that the counts are a lower bound. */
  readonly partial: boolean;
  readonly partialReason: string | null;
  /** CPU of this process for the reading, user and system, µs; null when no source worked. */
  readonly cpuUs: number | null;
}

/** The listeners of the network namespace, each by itself. */
export interface ListenersReading extends ReadingOrigin {
  /** How many sockets are in LISTEN; null when no source worked. */
  readonly listening: number | null;
  readonly listeners: readonly ListenerSocket[];
  /** Listeners past the cap of the list; they are in `listening`. */
  readonly listenersOmitted: number;
}

/** What a census tells of who holds the sockets; its time and the port range are the agent's to add. */
export type CensusTopLists = Omit<TopLists, "atMs" | "portRange" | "usablePorts">;

/** What a census is to tell beside the counts. */
export interface CensusWants {
  /** Who holds the sockets: making the lists costs more than counting where there are few sockets. */
  readonly lists: boolean;
}

export const EVERYTHING: CensusWants = { lists: true };

/** One count of the sockets of a tier, in the whole network namespace. LISTEN is in none of the tiers. */
export interface CensusReading extends ReadingOrigin {
  readonly tier: CensusTier;
  /** States that the tier does not ask for are 0; null when no source worked. */
  readonly counts: StateCounts | null;
  /**
   * Those of FIN_WAIT2 that have no process any more: the kernel keeps them as TIME_WAIT minisockets and
   * counts them in `sockstat.TCP.tw`. Null where the tier does not ask for FIN_WAIT2 or no source worked.
   */
  readonly finWait2InTimeWait: number | null;
  /** All sockets seen, those of a state we do not know included. */
  readonly sockets: number;
  /** Null when they were not wanted or no source worked. */
  readonly topLists: CensusTopLists | null;
}

type FoundOf<R extends ReadingOrigin> = Omit<R, "source" | "reason" | "tier">;
export type ListenersFound = FoundOf<ListenersReading>;
export type SocketsFound = FoundOf<CensusReading>;

/** What is found without any source: nothing is known then, not even that there is no socket. */
export const NO_LISTENERS: ListenersFound = {
  partial: false,
  partialReason: null,
  cpuUs: null,
  listening: null,
  listeners: [],
  listenersOmitted: 0,
};
export const NO_SOCKETS: SocketsFound = {
  partial: false,
  partialReason: null,
  cpuUs: null,
  counts: null,
  finWait2InTimeWait: null,
  sockets: 0,
  topLists: null,
};

/** What one source gave. */
export type Outcome<T> =
  | { readonly ok: true; readonly found: T }
  | { readonly ok: false; readonly reason: string };

/** @returns the words of all causes, null when there is none. */
export function joinReasons(reasons: readonly (string | null)[]): string | null {
  const given = reasons.filter((reason) => reason !== null);
  return given.length > 0 ? given.join("; ") : null;
}

/** @returns why `count` sockets of an unknown state make a census partial, null when there are none. */
export function describeUnknown(count: number): string | null {
  return count === 0 ? null : `${count} sockets are in a state this version does not know`;
}
