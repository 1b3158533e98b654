import type { HostSummary } from "@fourtuple/contracts/web";

export interface Presence {
  readonly connected: boolean;
  /** Receive time of the newest sample, by the server's clock; null before the first. */
  readonly lastReceivedMs: number | null;
  readonly intervalMs: number;
}

/** Short intervals are no reason to call a host stale over a moment's delay (judgement). */
const SHORTEST_PATIENCE_MS = 3_000;

/** Judges by the server's own clock, so that a host's wrong clock changes nothing. */
export function evaluateHostStatus(presence: Presence, nowMs: number): HostSummary["status"] {
  if (presence.lastReceivedMs === null) return "never";
  const patienceMs = Math.max(3 * presence.intervalMs, SHORTEST_PATIENCE_MS);
  if (nowMs - presence.lastReceivedMs <= patienceMs) return "live";
  return presence.connected ? "stale" : "offline";
}
