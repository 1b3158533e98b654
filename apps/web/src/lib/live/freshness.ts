import type { HostSummary } from "@fourtuple/contracts/web";

/** A sample within three intervals is live; and a second and a half for the way here and for coalescing (judgement). */
const LIVE_INTERVALS = 3;
const GRACE_MS = 1500;

export type HostStatus = HostSummary["status"];

/** What the host is by now: the server's word ages while no message comes. */
export function hostStatusAt(
  host: Pick<HostSummary, "lastSeenMs" | "intervalMs" | "connected">,
  nowMs: number,
): HostStatus {
  if (host.lastSeenMs === null) return "never";
  const fresh = nowMs - host.lastSeenMs <= LIVE_INTERVALS * Math.max(1000, host.intervalMs) + GRACE_MS;
  if (fresh) return "live";
  return host.connected ? "stale" : "offline";
}
