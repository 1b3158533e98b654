import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FourtupleProcess, until } from "../system/fourtuple-process.js";
import { ServerProcess } from "../system/server-process.js";
import { WatchedHost } from "./agent-witness.js";

/** 600 samples: ten minutes at ten times the pace. FOURTUPLE_TEST_OUTAGE_INTERVAL_MS=1000 for the real ten minutes. */
const INTERVAL_MS = Number(process.env.FOURTUPLE_TEST_OUTAGE_INTERVAL_MS ?? 100);
const OUTAGE_MS = 600 * INTERVAL_MS;

let server: ServerProcess;
let host: WatchedHost;
let agent: FourtupleProcess;
beforeAll(async () => {
  server = await ServerProcess.create();
  await server.start();
  host = await WatchedHost.create(server, INTERVAL_MS);
  agent = host.startAgent();
});
afterAll(async () => {
  await agent.end("SIGKILL");
  await server.remove();
  await host.remove();
});

describe(`the server is away for 600 samples (${OUTAGE_MS / 1000} s)`, () => {
  it(
    "and every one of them is in the history, once",
    async () => {
      await until(
        "samples of before",
        30_000,
        async () => ((await host.history())[0]?.count ?? 0) > 5 || undefined,
      );
      await server.end("SIGKILL");
      const before = (await host.history())[0]?.last ?? 0;
      await new Promise((over) => setTimeout(over, OUTAGE_MS));
      await server.start();
      const run = await until("all of the outage", 90_000, async () => {
        const [only] = await host.history();
        if (only === undefined || only.count < only.last) throw new Error(JSON.stringify(only));
        return only.last > before + 400 ? only : undefined;
      });
      expect(run.count).toBe(run.last);
      expect(await host.gaps()).toEqual([]);
      expect(await host.history()).toHaveLength(1);
    },
    OUTAGE_MS + 180_000,
  );
});
