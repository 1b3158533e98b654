import type { HostsResponse, LatestResponse, SeriesResponse } from "@fourtuple/contracts/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, until } from "./fourtuple-process.js";
import { countBySs, liesBetween, openConnections, type SsReading, ssIsHere } from "./socket-counts.js";

/** Connections that other programs of the host may close meanwhile; ss settles the exact count below. */
const OTHERS = 50;

/** The newest sample, once it is younger than `sinceMs`. */
async function sampleAfter(installation: Installation, hostId: string, sinceMs: number) {
  return until("a fresh sample", 10_000, async () => {
    const { sample } = await installation.get<LatestResponse>(`/api/v1/hosts/${hostId}/latest`);
    return sample !== null && sample.atMs > sinceMs ? sample : undefined;
  });
}

function statesOf(values: Readonly<Record<string, number | null>>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith("states."))
      .map(([name, value]) => [name.slice("states.".length), value]),
  );
}

async function onlyHost(installation: Installation): Promise<string> {
  return until("the built-in agent's host", 15_000, async () => {
    const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
    return hosts.find((host) => host.status === "live")?.id;
  });
}

describe("fourtuple up on this very host", () => {
  let installation: Installation;
  let hostId: string;

  beforeAll(async () => {
    installation = await Installation.create();
    await installation.start();
    await installation.login();
    hostId = await onlyHost(installation);
  });

  afterAll(async () => {
    await installation.remove();
  });

  it("shows a live sample that was read through sock_diag or says why not", async () => {
    const sample = await sampleAfter(installation, hostId, 0);
    expect(["sock_diag", "procfs"]).toContain(sample.censusSource);
    expect(Object.keys(statesOf(sample.values))).toHaveLength(11);
  });

  it.skipIf(!ssIsHere())(
    "counts what ss -tan counts, within two seconds of 500 new connections",
    async () => {
      const before = await sampleAfter(installation, hostId, 0);
      const opened = await openConnections(500);
      const openedMs = Date.now();
      const moved = await until("500 more connections in the newest sample", 2000, async () => {
        const { sample } = await installation.get<LatestResponse>(`/api/v1/hosts/${hostId}/latest`);
        const grown =
          (sample?.values["states.ESTABLISHED"] ?? 0) - (before.values["states.ESTABLISHED"] ?? 0);
        return sample !== null && grown >= 1000 - OTHERS ? sample : undefined;
      });
      expect(moved.receivedMs - openedMs).toBeLessThanOrEqual(2000);

      const readings: SsReading[] = [];
      await until("a sample whose every count ss confirms", 30_000, async () => {
        readings.push({ atMs: Date.now(), counts: countBySs() });
        const { sample } = await installation.get<LatestResponse>(`/api/v1/hosts/${hostId}/latest`);
        const after = readings.findIndex(({ atMs }) => sample !== null && atMs > sample.atMs);
        const [before, next] = [readings[after - 1], readings[after]];
        if (sample === null || before === undefined || next === undefined) return undefined;
        return liesBetween(statesOf(sample.values), before, next) ? true : undefined;
      });
      await opened.close();
    },
  );

  it("keeps its history over a stop and a start", async () => {
    const before = await sampleAfter(installation, hostId, Date.now());
    expect(await installation.stop("SIGINT")).toBe(0);
    await installation.start();
    await installation.login();
    await sampleAfter(installation, hostId, before.atMs);
    const series = await installation.get<SeriesResponse>(
      `/api/v1/hosts/${hostId}/series?metrics=states.ESTABLISHED&from=${before.atMs - 1000}&to=${before.atMs + 1000}&step=1000`,
    );
    expect(series.series[0]?.avg).toContain(before.values["states.ESTABLISHED"]);
  });

  it("picks up after kill -9: the same host, its history, and no second one", async () => {
    const before = await sampleAfter(installation, hostId, 0);
    await installation.stop("SIGKILL");
    await installation.start();
    await installation.login();
    await sampleAfter(installation, hostId, before.atMs);
    const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
    expect(hosts.map((host) => host.id)).toEqual([hostId]);
  });
});
