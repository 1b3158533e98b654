import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../system/fourtuple-process.js";
import { ServerProcess } from "../system/server-process.js";
import { noteEnds, WatchedHost } from "./agent-witness.js";

/** FOURTUPLE_TEST_KILLS=200 for the long run. */
const KILLS = Number(process.env.FOURTUPLE_TEST_KILLS ?? 20);
/** The shortest that the contract allows. */
const INTERVAL_MS = 100;
/** From before its first sample to well into its work. */
const MAX_LIFE_MS = 3_000;
const KILLS_PER_OUTAGE = 5;
const MS_PER_KILL = 15_000;

let server: ServerProcess;
let host: WatchedHost;
beforeAll(async () => {
  server = await ServerProcess.create();
  await server.start();
  host = await WatchedHost.create(server, INTERVAL_MS);
});
afterAll(async () => {
  await server.remove();
  await host.remove();
});

const pause = (ms: number) => new Promise((over) => setTimeout(over, ms));

describe("an agent that is killed at random points, with the server there and away", () => {
  it(
    `${KILLS} times: every sample that it kept is in the history, once`,
    async () => {
      const ends = new Map<number, number>();
      let isAway = false;
      for (let kill = 0; kill < KILLS; kill++) {
        if (kill % KILLS_PER_OUTAGE === KILLS_PER_OUTAGE - 1) {
          if (isAway) await server.start();
          else await server.end("SIGKILL");
          isAway = !isAway;
        }
        const agent = host.startAgent();
        await pause(Math.random() * MAX_LIFE_MS);
        await agent.end("SIGKILL");
        noteEnds(ends, await host.kept());
      }
      if (isAway) await server.start();

      const last = host.startAgent();
      const isWhole = async () => {
        const history = await host.history();
        const lasts = new Map(history.map((run) => [run.epochMs, run.last]));
        const missing = [...ends].filter(([epochMs, end]) => (lasts.get(epochMs) ?? 0) < end);
        if (missing.length > 0) throw new Error(`missing: ${JSON.stringify(missing)}`);
        return history.every(({ last: highest, count }) => highest === count) || undefined;
      };
      await until("every sample in the history", 60_000, isWhole).finally(() => last.end("SIGKILL"));

      const history = await host.history();
      for (const { epochMs, last: highest, count } of history) {
        // The primary key has each number once: as many as the highest are all from 1 on.
        expect({ epochMs, count }).toEqual({ epochMs, count: highest });
        // Nothing was shown that was not kept before.
        const end = ends.get(epochMs);
        if (end !== undefined) expect({ epochMs, highest }).toEqual({ epochMs, highest: end });
      }
      expect(await host.gaps()).toEqual([]);
      expect(history.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(KILLS * 2);
    },
    60_000 + KILLS * MS_PER_KILL,
  );
});

describe("two agents with one spool", () => {
  it("do not meet in it: the second keeps to its memory and says whose it is", async () => {
    const shared = await WatchedHost.create(server, INTERVAL_MS);
    const first = shared.startAgent();
    await until("a journal", 30_000, async () => (await shared.kept()).length > 0 || undefined);
    const second = shared.startAgent();
    try {
      const pid = `another agent (process ${first.child.pid})`;
      await until(pid, 30_000, async () => second.output.includes(pid) || undefined);
      const epochs = new Set((await shared.kept()).map(({ epochMs }) => epochMs));
      expect(epochs.size).toBeLessThanOrEqual(1);
      expect(second.ended).toBe(false);
    } finally {
      await second.end("SIGKILL");
      await first.end("SIGKILL");
      await shared.remove();
    }
  });
});
