import { zeroStateCounts } from "@fourtuple/core/tcp";
import type { FleetHost } from "./fleet-host";

/** A live host without a socket, for tests. */
export function makeFleetHost(name: string, part: Partial<FleetHost> = {}): FleetHost {
  return {
    id: name,
    name,
    hostname: name,
    labels: {},
    duplicateKeySeenMs: null,
    kernel: "6.1.0-32-amd64",
    arch: "x64",
    agentVersion: "0.1.0",
    status: "live",
    statusNow: "live",
    connected: true,
    enrolledAt: "2026-11-20T00:00:00Z",
    intervalMs: 1000,
    lastSeenMs: 100_000,
    ageMs: 500,
    clockSkewMs: 0,
    censusSource: "sock_diag",
    partial: false,
    states: zeroStateCounts(),
    spark: { ESTABLISHED: [], TIME_WAIT: [], CLOSE_WAIT: [], SYN_RECV: [] },
    ...part,
  };
}
