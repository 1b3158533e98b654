import type { FleetRow, HostSummary, HostsResponse, NullableStateCounts } from "@fourtuple/contracts/web";
import { TCP_STATES } from "@fourtuple/core/tcp";

export const SPARK_STATES = ["ESTABLISHED", "TIME_WAIT", "CLOSE_WAIT", "SYN_RECV"] as const;
export type SparkState = (typeof SPARK_STATES)[number];

/** A sparkline holds a minute of seconds. */
const SPARK_POINTS = 60;
/** Judgement: a silence longer than this many intervals is a gap; less is jitter of the network. */
const GAP_INTERVALS = 2.5;

/** Puts the newest rows into the fleet; a host not known yet is left to the next read by HTTP. */
export function mergeFleetRows(fleet: HostsResponse, rows: readonly FleetRow[], atMs: number): HostsResponse {
  const byHost = new Map(rows.map((row) => [row.hostId, row]));
  const hosts = fleet.hosts.map((host) => {
    const row = byHost.get(host.id);
    return row ? mergeRow(host, row) : host;
  });
  return { ...fleet, atMs, hosts };
}

function mergeRow(host: HostSummary, row: FleetRow): HostSummary {
  if (host.lastSeenMs !== null && row.receivedMs <= host.lastSeenMs) return host;
  const states = Object.fromEntries(
    TCP_STATES.map((state, index) => [state, row.states[index] ?? null]),
  ) as NullableStateCounts;
  const missed = missedPoints(host, row.receivedMs);
  const spark = Object.fromEntries(
    SPARK_STATES.map((state) => [state, appendPoint(host.spark[state], states[state] ?? null, missed)]),
  ) as HostSummary["spark"];
  return {
    ...host,
    states,
    spark,
    status: "live",
    connected: true,
    lastSeenMs: row.receivedMs,
    clockSkewMs: row.atMs - row.receivedMs,
    censusSource: row.censusSource,
    partial: row.partial,
  };
}

function missedPoints(host: HostSummary, receivedMs: number): number {
  if (host.lastSeenMs === null) return 0;
  const intervals = (receivedMs - host.lastSeenMs) / Math.max(1000, host.intervalMs);
  return intervals > GAP_INTERVALS ? Math.min(SPARK_POINTS, Math.round(intervals) - 1) : 0;
}

function appendPoint(points: readonly (number | null)[], value: number | null, missed: number) {
  return [...points, ...Array<null>(missed).fill(null), value].slice(-SPARK_POINTS);
}
