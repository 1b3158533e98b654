import type { FleetRow, HostSummary } from "@fourtuple/contracts/web";
import { TCP_STATES, zeroStateCounts } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { mergeFleetRows } from "./merge-fleet";

function makeHost(id: string, lastSeenMs: number | null): HostSummary {
  const spark = [...Array<null>(57).fill(null), 1, 2, 3];
  return {
    id,
    name: id,
    kernel: "6.1.0",
    arch: "x64",
    agentVersion: "0.1.0",
    status: "stale",
    connected: true,
    enrolledAt: "2026-11-20T00:00:00Z",
    intervalMs: 1000,
    lastSeenMs,
    hostname: "a",
    labels: {},
    duplicateKeySeenMs: null,
    clockSkewMs: null,
    censusSource: "sock_diag",
    partial: false,
    states: zeroStateCounts(),
    spark: { ESTABLISHED: spark, TIME_WAIT: spark, CLOSE_WAIT: spark, SYN_RECV: spark },
  };
}

function makeRow(hostId: string, receivedMs: number, established: number | null): FleetRow {
  const states = TCP_STATES.map((state) => (state === "ESTABLISHED" ? established : 1));
  return { hostId, atMs: receivedMs + 5, receivedMs, censusSource: "procfs", partial: true, states };
}

const merge = (host: HostSummary, row: FleetRow) =>
  mergeFleetRows({ atMs: 0, hosts: [host] }, [row], 9).hosts[0];

describe("mergeFleetRows", () => {
  it("takes the newest figures, their source and their time", () => {
    const merged = merge(makeHost("a", 10_000), makeRow("a", 11_000, 42));
    expect(merged).toMatchObject({
      status: "live",
      lastSeenMs: 11_000,
      clockSkewMs: 5,
      censusSource: "procfs",
      partial: true,
    });
    expect(merged?.states).toMatchObject({ ESTABLISHED: 42, CLOSE: 1 });
  });

  it("moves the sparkline by one and keeps it a minute long", () => {
    const spark = merge(makeHost("a", 10_000), makeRow("a", 11_000, 42))?.spark.ESTABLISHED;
    expect(spark).toHaveLength(60);
    expect(spark?.slice(-4)).toEqual([1, 2, 3, 42]);
  });

  it("leaves a gap where samples are missing, and none for a late one", () => {
    const late = merge(makeHost("a", 10_000), makeRow("a", 12_400, 42));
    expect(late?.spark.ESTABLISHED.slice(-2)).toEqual([3, 42]);
    const gone = merge(makeHost("a", 10_000), makeRow("a", 14_000, 42));
    expect(gone?.spark.ESTABLISHED.slice(-5)).toEqual([3, null, null, null, 42]);
    const long = merge(makeHost("a", 10_000), makeRow("a", 9_999_000, 42));
    expect(long?.spark.ESTABLISHED.filter((point) => point !== null)).toEqual([42]);
  });

  it("keeps a figure that is not available null", () => {
    const merged = merge(makeHost("a", 10_000), makeRow("a", 11_000, null));
    expect(merged?.states?.ESTABLISHED).toBeNull();
    expect(merged?.spark.ESTABLISHED.at(-1)).toBeNull();
  });

  it("drops a row that is older than what HTTP has brought", () => {
    const host = makeHost("a", 10_000);
    expect(merge(host, makeRow("a", 10_000, 42))).toBe(host);
  });

  it("leaves the other hosts as they are, the same objects, and ignores one it does not know", () => {
    const hosts = [makeHost("a", 10_000), makeHost("b", 10_000)];
    const merged = mergeFleetRows({ atMs: 0, hosts }, [makeRow("b", 11_000, 1), makeRow("z", 11_000, 1)], 9);
    expect(merged.atMs).toBe(9);
    expect(merged.hosts).toHaveLength(2);
    expect(merged.hosts[0]).toBe(hosts[0]);
  });
});
