import type { CensusSource } from "@fourtuple/core/samples";
import type { StateCounts } from "@fourtuple/core/tcp";
import type { ListenerSocket } from "../sockets/listener-socket.js";

/** One count of all TCP sockets of the network namespace. */
export interface CensusReading {
  readonly source: CensusSource;
  /** Why it is not a better source; null for sock_diag. */
  readonly reason: string | null;
  /** True when sockets may be missing, so that the counts are a lower bound. */
  readonly partial: boolean;
  readonly partialReason: string | null;
  /** Null when no source worked. */
  readonly counts: StateCounts | null;
  readonly listeners: readonly ListenerSocket[];
  /** Listeners past the cap of the list; they are in the count of LISTEN. */
  readonly listenersOmitted: number;
  /** CPU of this process for the census, user and system, µs; null when no source worked. */
  readonly cpuUs: number | null;
  /** All sockets seen, those of a state we do not know included. */
  readonly sockets: number;
}

/** What one source gave. */
export type SourceOutcome =
  | { readonly ok: true; readonly reading: Omit<CensusReading, "source" | "reason"> }
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
