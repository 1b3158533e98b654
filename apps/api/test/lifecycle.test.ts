import { createServer } from "node:net";
import type { HostsResponse } from "@fourtuple/contracts/web";
import { createDatabase } from "@fourtuple/database";
import { createTestDatabase } from "@fourtuple/testkit/database";
import { makeSampleRun, SAMPLE_EPOCH_MS } from "@fourtuple/testkit/samples";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { parseApiConfig } from "../src/config.js";
import { startApi } from "../src/main.js";
import { HostsRepository } from "../src/modules/hosts/hosts.repository.js";
import { HostsService } from "../src/modules/hosts/hosts.service.js";
import { RecordsRepository } from "../src/modules/ingest/records.repository.js";
import { RetentionService } from "../src/modules/ingest/retention.service.js";
import { SamplesRepository } from "../src/modules/ingest/samples.repository.js";
import { LiveHub } from "../src/modules/live/hub/live-hub.service.js";
import { Browser } from "./support/browser.js";
import { DatabaseLine } from "./support/database-line.js";
import { connected, openLive } from "./support/live-client.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, TestClock } from "./support/test-api.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function newFolder(): Promise<TrustedFolder> {
  const folder = await TrustedFolder.create();
  cleanups.push(() => folder.remove());
  return folder;
}

describe("closing", () => {
  it("stores and acknowledges what has come, says goodbye to everyone, and frees the port", async () => {
    const folder = await newFolder();
    const api = await startTestApi({ config: { trustedAgentKeysDir: folder.path, retentionDays: 3650 } });
    cleanups.push(() => api.dispose());
    const agent = await TestAgent.connect(api.url, await folder.trustedIdentity());
    const browser = new Browser(api.url);
    await browser.login();
    const page = await connected(openLive(browser));
    const pageGone = new Promise((resolve) => page.once("disconnect", resolve));
    const lastShown = new Promise<void>((resolve) => {
      page.on("host.sample", ({ seq }) => {
        if (seq === 50) resolve();
      });
    });
    await page.emitWithAck("host.watch", { hostId: agent.hostId });
    agent.sendSamples(makeSampleRun({ count: 50 }));
    await lastShown;
    const startedMs = performance.now();
    await Promise.all([api.close(), api.close()]);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect((await agent.closing()).code).toBe(1001);
    expect(agent.acks.at(-1)?.ackedThrough).toBe(50);
    await pageGone;
    expect(await api.query("select 1 from ts.sample")).toHaveLength(50);
    await expect(fetch(`${api.url}/livez`)).rejects.toThrow();
  });

  it("takes no longer than five seconds while the database is away, and acknowledges nothing", async () => {
    const line = new DatabaseLine();
    const folder = await newFolder();
    const config = { trustedAgentKeysDir: folder.path, retentionDays: 3650 };
    const api = await startTestApi({ config, through: (url) => line.lay(url) });
    cleanups.push(() => {
      line.remove();
      return api.dispose();
    });
    const agent = await TestAgent.connect(api.url, await folder.trustedIdentity());
    line.cut();
    agent.sendSamples(makeSampleRun({ count: 5 }));
    const startedMs = performance.now();
    await api.close();
    expect(performance.now() - startedMs).toBeLessThan(5_500);
    await agent.closing();
    expect(agent.acks).toEqual([]);
  });
});

describe("starting", () => {
  it("where something listens already fails with EADDRINUSE and leaves nothing open", async () => {
    const database = await createTestDatabase();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    cleanups.push(
      () => database.drop(),
      () => other.close(),
    );
    const address = other.address();
    const port = typeof address === "object" ? address?.port : 0;
    const parsed = parseApiConfig({ DATABASE_URL: database.url, FOURTUPLE_PORT: String(port) });
    if (!parsed.ok) throw new Error(parsed.problems.join());
    const log = pino({ level: "silent" });
    await expect(startApi(parsed.config, { log })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("without a database fails with one sentence that holds no password", async () => {
    const parsed = parseApiConfig({
      DATABASE_URL: "postgresql://u:hunter2@127.0.0.1:1/x",
      FOURTUPLE_PORT: "0",
    });
    if (!parsed.ok) throw new Error(parsed.problems.join());
    const failure = await startApi(parsed.config, { log: pino({ level: "silent" }) }).catch(
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ name: "DatabaseUnavailableError" });
    expect(String(failure)).not.toContain("hunter2");
  });

  it("again shows what was last known of each host, before its agent is back", async () => {
    const folder = await newFolder();
    const first = await startTestApi({ config: { trustedAgentKeysDir: folder.path } });
    cleanups.push(() => first.dispose());
    const agent = await TestAgent.connect(first.url, await folder.trustedIdentity());
    const startMs = Date.now() - 5_000;
    const samples = makeSampleRun({ count: 5, startMs, epochMs: SAMPLE_EPOCH_MS });
    agent.sendSamples(samples);
    await agent.ackedThrough(5);
    await first.close();
    const parsed = parseApiConfig({ DATABASE_URL: first.databaseUrl, FOURTUPLE_PORT: "0" });
    if (!parsed.ok) throw new Error(parsed.problems.join());
    const second = await startApi(parsed.config, { log: pino({ level: "silent" }) });
    cleanups.push(() => second.close());
    const browser = new Browser(second.url);
    await browser.login();
    const { json } = await browser.get<HostsResponse>("/api/v1/hosts");
    const established = samples.map((sample) => sample.values[3]);
    expect(json.hosts[0]).toMatchObject({ connected: false, censusSource: "sock_diag" });
    expect(json.hosts[0]?.states?.ESTABLISHED).toBe(established.at(-1));
    expect(json.hosts[0]?.spark.ESTABLISHED.filter((value) => value !== null)).toEqual(established);
  });
});

describe("retention", () => {
  it("deletes what is older than it may be, of every host, in bounded batches, and nothing else", async () => {
    const testDatabase = await createTestDatabase();
    const database = await createDatabase({ url: testDatabase.url });
    cleanups.push(
      () => testDatabase.drop(),
      () => database.close(),
    );
    const parsed = parseApiConfig({ DATABASE_URL: testDatabase.url, FOURTUPLE_RETENTION_DAYS: "2" });
    if (!parsed.ok) throw new Error(parsed.problems.join());
    await database.pool.query(
      `insert into ts.sample
       select ('0000000' || host || '-0000-4000-8000-000000000000')::uuid, 1, n, now() - n * interval '1 minute',
         now(), 0, false, '{1}'
       from generate_series(1, 3) host, generate_series(1, 9000) n`,
    );
    await database.pool.query(
      `insert into ts.top_lists
       select '00000001-0000-4000-8000-000000000000', 0, now() - n * interval '1 minute', '\\x00'
       from generate_series(1, 6000) n`,
    );
    await database.pool.query(
      `insert into ts.recorded_gap
       select '00000001-0000-4000-8000-000000000000', now() - interval '9 days', now() - n * interval '1 day', 'spool-full', 1
       from generate_series(1, 4) n`,
    );
    const repository = new SamplesRepository(database);
    await database.pool.query(
      `insert into hosts (id, name, public_key, kernel, arch, agent_version, interval_ms)
       values ('00000001-0000-4000-8000-000000000000', 'a', 'k', '6', 'x86_64', '0', 1000)`,
    );
    await database.pool.query(
      `insert into host_boots
       select '00000001-0000-4000-8000-000000000000', n::text, now(), now() - n * interval '1 day'
       from generate_series(1, 5) n`,
    );
    const clock = new TestClock();
    const retention = new RetentionService(
      repository,
      new RecordsRepository(database),
      new HostsService(new HostsRepository(database), new LiveHub(), clock),
      clock,
      parsed.config,
      pino({ level: "silent" }),
    );
    expect(await repository.findHostsWithSamples()).toHaveLength(3);
    const kept = 2 * 24 * 60 - 1;
    expect(await retention.deleteExpired()).toBeGreaterThanOrEqual(3 * (9_000 - kept - 1));
    const { rows } = await database.pool.query<{ n: number }>("select count(*) as n from ts.sample");
    expect(Math.abs((rows[0]?.n ?? 0) - 3 * kept)).toBeLessThanOrEqual(3);
    const left = await database.pool.query<{ lists: number; gaps: number; boots: number }>(
      `select (select count(*) from ts.top_lists) as lists, (select count(*) from ts.recorded_gap) as gaps,
         (select count(*) from host_boots) as boots`,
    );
    expect(Math.abs((left.rows[0]?.lists ?? 0) - kept)).toBeLessThanOrEqual(1);
    expect(left.rows[0]?.gaps).toBe(1);
    expect(left.rows[0]?.boots).toBe(1);
    expect(await retention.deleteExpired()).toBe(0);
  });
});
