import { FRAME } from "@fourtuple/contracts/agent";
import type { Sample } from "@fourtuple/core/samples";
import { makeAgentIdentity, makeSampleRun } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Browser } from "./support/browser.js";
import { DatabaseLine } from "./support/database-line.js";
import { connected, openLive, refused, watchHost } from "./support/live-client.js";
import { packRecord } from "./support/records.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

const line = new DatabaseLine();
let api: TestApi;
let folder: TrustedFolder;
let browser: Browser;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  const config = { trustedAgentKeysDir: folder.path, retentionDays: 3650 };
  api = await startTestApi({ config, through: (url) => line.lay(url) });
  browser = new Browser(api.url);
  await browser.login();
});
afterAll(async () => {
  line.mend();
  await api.dispose();
  line.remove();
  await folder.remove();
});

const isReady = () => vi.waitFor(async () => expect((await browser.get("/readyz")).status).toBe(200), 10_000);

describe("while the database is away", () => {
  it("requests are answered 503 with a problem, and served again once it is back", async () => {
    line.cut();
    for (const path of ["/readyz", "/api/v1/hosts", "/api/v1/setup"]) {
      const { status, json, headers } = await browser.get(path);
      expect([path, status, json.code]).toEqual([path, 503, "database-unavailable"]);
      expect(headers.get("retry-after")).toBe("2");
    }
    expect((await browser.get("/livez")).status).toBe(200);
    expect((await browser.login()).status).toBe(503);
    line.mend();
    await isReady();
    expect((await browser.get("/api/v1/hosts")).status).toBe(200);
  });

  it("samples wait unacknowledged, are shown live, and are stored and acknowledged once it is back", async () => {
    const agent = await TestAgent.connect(api.url, await folder.trustedIdentity());
    const samples = makeSampleRun({ count: 60 });
    agent.sendSamples(samples.slice(0, 10));
    await agent.ackedThrough(10);
    const client = await connected(openLive(browser));
    expect(await watchHost(client, { hostId: agent.hostId })).toEqual({ ok: true });
    const shown = new Promise<void>((resolve) =>
      client.on("host.sample", ({ seq }) => {
        if (seq === 60) resolve();
      }),
    );
    line.cut();
    agent.sendSamples(samples.slice(10));
    agent.sendJson(FRAME.SYSCTLS, {
      atMs: Date.now(),
      full: true,
      readings: [{ name: "net.ipv4.tcp_tw_reuse", status: "present", value: "2" }],
    });
    await shown;
    await vi.waitFor(() => expect(api.logged()).toContain("samples cannot be written"));
    expect(agent.acks.at(-1)?.ackedThrough).toBe(10);
    line.mend();
    await agent.ackedThrough(60);
    const rows = await api.query("select seq from ts.sample where host_id = $1", [agent.hostId]);
    expect(rows).toHaveLength(60);
    const find = "select value from sysctl_values where host_id = $1";
    await vi.waitFor(
      async () => expect(await api.query(find, [agent.hostId])).toEqual([{ value: "2" }]),
      10_000,
    );
    client.close();
    agent.close();
  });

  it("an agent that comes is told when to come back, and a page why it is not let in", async () => {
    line.cut();
    const agent = TestAgent.open(api.url);
    await agent.sayHello(await folder.trustedIdentity());
    expect(await agent.refusal()).toMatchObject({ code: "overloaded", retryAfterMs: 5_000 });
    expect((await refused(openLive(browser))).data?.code).toBe("database-unavailable");
    line.mend();
    await isReady();
  });

  it("too many samples are refused, not taken in, and none of them was acknowledged", async () => {
    const identity = await folder.trustedIdentity();
    const agent = await TestAgent.connect(api.url, identity);
    const samples = makeSampleRun({ count: 5_200 });
    line.cut();
    agent.sendSamples(samples);
    expect(await agent.refusal()).toMatchObject({ code: "overloaded", retryAfterMs: 5_000 });
    await agent.closing();
    expect(agent.acks).toEqual([]);
    line.mend();
    await isReady();
    const again = await TestAgent.connect(api.url, identity);
    again.sendSamples(samples.slice(0, 1_000));
    await again.ackedThrough(1_000);
    again.sendSamples(samples.slice(1_000));
    await again.ackedThrough(5_200);
    const [count] = await api.query<{ n: number }>(
      "select count(*)::int as n from ts.sample where host_id = $1",
      [again.hostId],
    );
    expect(count?.n).toBe(5_200);
    again.close();
  });

  it("an agent that delivers packs is not refused over live samples that find no room: its packs bring them", async () => {
    const identity = await folder.trustedIdentity();
    const agent = await TestAgent.connect(api.url, identity, { delivers: "packs" });
    const samples = makeSampleRun({ count: 5_400 });
    line.cut();
    agent.sendSamples(samples);
    agent.sendPack(1, samples.slice(4_800));
    await vi.waitFor(() => expect(api.logged()).toContain("records cannot be written"), 10_000);
    expect(agent.recordAcks).toEqual([]);
    line.mend();
    await agent.answered(1);
    const find = "select 1 from ts.sample where host_id = $1 and seq > 4800";
    expect(await api.query(find, [agent.hostId])).toHaveLength(600);
    await vi.waitFor(() => expect(api.logged()).toContain("live samples found no room"), 10_000);
    agent.close();
  });

  it("who sends more records than there is room for is held, then told to come back; nothing is dropped", async () => {
    const identities = await Promise.all(Array.from({ length: 40 }, () => folder.trustedIdentity()));
    const agents = await Promise.all(
      identities.map((identity) => TestAgent.connect(api.url, identity, { delivers: "packs" })),
    );
    const record = packRecord(1, incompressible(makeSampleRun({ count: 600 })));
    line.cut();
    for (const agent of agents) for (const id of [1, 2, 3, 4]) agent.sendRecord({ ...record, id });
    // Whoever is held, once all has arrived, is so for longer than it may be.
    const time = setInterval(() => api.clock.advance(11_000), 3_000);
    const refusals = agents.map(async (agent) => ({ agent, refusal: await agent.refusal() }));
    for (const refusal of refusals) refusal.catch(() => undefined);
    const held = await Promise.race(refusals);
    clearInterval(time);
    expect(held.refusal).toMatchObject({ code: "overloaded", retryAfterMs: 5_000 });
    expect(held.agent.recordAcks).toEqual([]);
    line.mend();
    await isReady();
    const again = await TestAgent.connect(
      api.url,
      identities[agents.indexOf(held.agent)] ?? makeAgentIdentity(),
      {
        delivers: "packs",
      },
    );
    again.sendRecord({ ...record, id: 9 });
    await again.answered(1);
    expect(again.recordAcks[0]).toMatchObject({ id: 9, outcome: "stored" });
    for (const agent of [...agents, again]) agent.close();
  });
});

/** Figures as large and as random as can be, so that a pack of them is as large as can be. */
function incompressible(samples: readonly Sample[]): readonly Sample[] {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state * 2 ** 20;
  };
  return samples.map((sample) => ({ ...sample, values: sample.values.map(next) }));
}
