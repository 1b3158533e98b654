import { join } from "node:path";
import type { HostsResponse, SeriesResponse } from "@fourtuple/contracts/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FourtupleProcess, Installation, until } from "../system/fourtuple-process.js";

const OUTAGE_MS = 8_000;

/** The host's newest receive time, once the host is live. */
async function liveHost(installation: Installation): Promise<{ id: string; lastSeenMs: number }> {
  return until("a live host", 30_000, async () => {
    const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
    const host = hosts.find(({ status }) => status === "live");
    return host?.lastSeenMs ? { id: host.id, lastSeenMs: host.lastSeenMs } : undefined;
  });
}

describe("the API is killed while an agent runs on its own", () => {
  let installation: Installation;
  let agent: FourtupleProcess;

  beforeAll(async () => {
    installation = await Installation.create();
    agent = new FourtupleProcess(["agent"], {
      FOURTUPLE_SERVER: `ws://127.0.0.1:${installation.port}`,
      FOURTUPLE_IDENTITY_FILE: join(installation.dataDir, "agent", "identity"),
    });
    await installation.start("--no-agent");
    await installation.login();
  });

  afterAll(async () => {
    await agent.end("SIGTERM");
    await installation.remove();
  });

  it("comes back by itself and every second of the outage is in the history, once", async () => {
    const before = await liveHost(installation);
    await installation.stop("SIGKILL");
    const killedMs = Date.now();
    await new Promise((over) => setTimeout(over, OUTAGE_MS));
    await installation.start("--no-agent");
    await installation.login();
    const restartedMs = Date.now();
    const after = await until("samples of after the restart", 30_000, async () => {
      const host = await liveHost(installation);
      return host.lastSeenMs > restartedMs + 2_000 ? host : undefined;
    });
    expect(after.id).toBe(before.id);

    const from = Math.floor(killedMs / 1000) * 1000 - 2_000;
    const to = Math.floor(restartedMs / 1000) * 1000 + 1_000;
    const path = `/api/v1/hosts/${after.id}/series?metrics=states.ESTABLISHED&from=${from}&to=${to}&step=1000`;
    // Received is not yet stored: what came after the reconnect is committed within the writer's next batches.
    const series = await until("a history without gaps", 10_000, async () => {
      const answer = await installation.get<SeriesResponse>(path);
      return answer.gaps.length === 0 ? answer : undefined;
    });
    const seen = series.series[0]?.avg.filter((value) => value !== null).length ?? 0;
    // A sample may fall on either side of a step's edge, so that one step holds two and its neighbour none.
    expect(seen).toBeGreaterThanOrEqual(series.t.length - 2);
  });
});
