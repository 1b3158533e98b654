import { RECORD_KIND, type RecordFrame } from "@fourtuple/contracts/agent";
import { encodePack, type Sample } from "@fourtuple/core/samples";
import { makeSampleRun } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "../../apps/api/test/support/browser.js";
import { connected, type LiveClient, openLive, watchHost } from "../../apps/api/test/support/live-client.js";
import { TestAgent } from "../../apps/api/test/support/test-agent.js";
import { ADMIN } from "./fourtuple-process.js";
import { ServerProcess } from "./server-process.js";

const AGENTS = 100;
/** A server takes 64 from one address; real agents come from their own. */
const HANDSHAKES_AT_ONCE = 50;
const BACKLOG_MINUTES = 30;
const HOSTS_PER_PAGE = 10;
/** So long live samples go on at least, however fast the backlog is stored. */
const LEAST_LIVE_SECONDS = 10;
const MAX_LIVE_P99_MS = 3_000;

interface Storm {
  /** ms from the agent's sending to the page's receipt, of every live sample. */
  readonly liveMs: number[];
  /** ms for a page to list all hosts. */
  readonly listMs: number[];
  liveSent: number;
  isOver: boolean;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function nextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_000));
}

describe("agents that all come back at once with half an hour each", () => {
  let server: ServerProcess;
  let agents: TestAgent[];
  let pages: LiveClient[];
  let browser: Browser;
  const samples = makeSampleRun({
    count: BACKLOG_MINUTES * 60,
    startMs: Date.now() - BACKLOG_MINUTES * 60_000,
  });
  const newest = samples.at(-1);

  beforeAll(async () => {
    server = await ServerProcess.create();
    await server.start();
    agents = [];
    for (let made = 0; made < AGENTS; made += HANDSHAKES_AT_ONCE) {
      agents.push(...(await Promise.all(Array.from({ length: HANDSHAKES_AT_ONCE }, connectAgent))));
    }
    browser = new Browser(server.url);
    await browser.login(ADMIN);
    pages = await Promise.all(
      Array.from({ length: AGENTS / HOSTS_PER_PAGE }, () => connected(openLive(browser))),
    );
    for (const [index, { hostId }] of agents.entries()) {
      const page = pages[index % pages.length];
      if (page) expect(await watchHost(page, { hostId })).toEqual({ ok: true });
    }
  });

  afterAll(async () => {
    for (const page of pages) page.close();
    for (const agent of agents) agent.close();
    await server.remove();
  });

  async function connectAgent(): Promise<TestAgent> {
    const identity = await server.keys.trustedIdentity();
    return TestAgent.connect(server.url, identity, { delivers: "packs", epochMs: newest?.epochMs ?? 0 });
  }

  /** One sample a second, timed by its place in the agent's run. */
  async function sendLive(agent: TestAgent, storm: Storm, sentMs: Map<string, number>): Promise<void> {
    for (let second = 1; second <= LEAST_LIVE_SECONDS || !storm.isOver; second++) {
      const seq = samples.length + second;
      sentMs.set(`${agent.hostId}/${seq}`, performance.now());
      agent.sendSamples([{ ...(newest as Sample), seq, atMs: Date.now() }]);
      storm.liveSent++;
      await nextSecond();
    }
  }

  async function watchList(storm: Storm): Promise<void> {
    while (!storm.isOver) {
      const startMs = performance.now();
      expect((await browser.get("/api/v1/hosts")).status).toBe(200);
      storm.listMs.push(performance.now() - startMs);
      await nextSecond();
    }
  }

  it("stores every second once, while live samples still reach their pages within three seconds", async () => {
    const storm: Storm = { liveMs: [], listMs: [], liveSent: 0, isOver: false };
    const sentMs = new Map<string, number>();
    for (const page of pages) {
      page.on("host.sample", ({ hostId, seq }) => {
        const sent = sentMs.get(`${hostId}/${seq}`);
        if (sent !== undefined) storm.liveMs.push(performance.now() - sent);
      });
    }
    const packs = Array.from({ length: BACKLOG_MINUTES }, (_, id): RecordFrame => {
      const body = encodePack(samples.slice(60 * id, 60 * id + 60));
      return { kind: RECORD_KIND.PACK, id, body };
    });
    const startMs = performance.now();
    const live = agents.map((agent) => sendLive(agent, storm, sentMs));
    const list = watchList(storm);
    const answers = (await Promise.all(agents.map((agent) => agent.deliver(packs)))).flat();
    const drainMs = performance.now() - startMs;
    storm.isOver = true;
    await Promise.all([...live, list]);

    const backlog = AGENTS * samples.length;
    expect(answers.filter(({ outcome }) => outcome === "stored")).toHaveLength(AGENTS * BACKLOG_MINUTES);
    expect(answers.reduce((sum, { written }) => sum + written, 0)).toBe(backlog);
    expect(storm.liveMs).toHaveLength(storm.liveSent);
    const p99Ms = percentile(storm.liveMs, 0.99);
    const listP99Ms = percentile(storm.listMs, 0.99);
    const figures = { drainMs, p99Ms, listP99Ms, samplesPerSec: backlog / (drainMs / 1_000) };
    expect(figures.p99Ms, JSON.stringify(figures)).toBeLessThan(MAX_LIVE_P99_MS);
    expect(figures.listP99Ms, JSON.stringify(figures)).toBeLessThan(MAX_LIVE_P99_MS);
    const { rows } = await server.pool.query<{ n: number }>(
      "select count(*) as n from ts.sample where seq <= $1",
      [samples.length],
    );
    expect(rows[0]?.n).toBe(backlog);
  });
});
