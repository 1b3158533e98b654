import type { HostSummary } from "@fourtuple/contracts/web";
import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { type HostStatus, hostStatusAt } from "../../lib/live/freshness";

/** A host as the fleet shows it at one moment. */
export interface FleetHost extends HostSummary {
  readonly statusNow: HostStatus;
  /** Since its newest sample; null before the first. */
  readonly ageMs: number | null;
}

/**
 * @param heardMs when the server last said anything. While the page itself is cut off, hosts are judged
 * as of then: it is the page that is deaf, not they who are silent.
 */
export function toFleetHost(host: HostSummary, nowMs: number, heardMs: number): FleetHost {
  return {
    ...host,
    statusNow: hostStatusAt(host, heardMs),
    ageMs: host.lastSeenMs === null ? null : Math.max(0, nowMs - host.lastSeenMs),
  };
}

/** null where the host gave no figure. */
export function countOf(host: HostSummary, state: TcpState): number | null {
  return host.states?.[state] ?? null;
}

/** Of each state over the live hosts; null when none of them gave it. */
export function totalCounts(hosts: readonly FleetHost[]): Readonly<Record<TcpState, number | null>> {
  const live = hosts.filter((host) => host.statusNow === "live");
  const total = (state: TcpState) =>
    live.reduce<number | null>((sum, host) => {
      const count = countOf(host, state);
      return count === null ? sum : (sum ?? 0) + count;
    }, null);
  return Object.fromEntries(TCP_STATES.map((state) => [state, total(state)])) as Record<
    TcpState,
    number | null
  >;
}
