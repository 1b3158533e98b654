import { once } from "node:events";
import { FRAME } from "@fourtuple/contracts/agent";
import { STATE_METRIC_ID } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { makeSample } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { Browser } from "./support/browser.js";
import { connected, eventOf, openLive, refused, watchFleet, watchHost } from "./support/live-client.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

let api: TestApi;
let folder: TrustedFolder;
let browser: Browser;
let agent: TestAgent;
let seq = 0;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  api = await startTestApi({ config: { trustedAgentKeysDir: folder.path } });
  browser = new Browser(api.url);
  await browser.login();
  agent = await TestAgent.connect(api.url, await folder.trustedIdentity());
});
afterAll(async () => {
  agent.close();
  await api.dispose();
  await folder.remove();
});

function nextSample() {
  seq++;
  return makeSample({ seq, atMs: api.clock.nowMs(), metrics: { "states.TIME_WAIT": 1_000 + seq } });
}

describe("a page", () => {
  it("that watches a host gets each sample, listener list and setting change as it comes", async () => {
    const client = await connected(openLive(browser));
    expect(await watchHost(client, { hostId: agent.hostId })).toEqual({ ok: true });
    const sample = nextSample();
    const arrived = eventOf(client, "host.sample");
    agent.sendSamples([sample]);
    const { receivedMs, ...rest } = await arrived;
    expect(rest).toEqual({ hostId: agent.hostId, ...sample });
    expect(Math.abs(receivedMs - api.clock.nowMs())).toBeLessThan(5_000);
    const listeners = eventOf(client, "host.listeners");
    agent.sendJson(FRAME.LISTENERS, { atMs: sample.atMs, listeners: [], more: 0 });
    expect(await listeners).toEqual({ hostId: agent.hostId, atMs: sample.atMs, listeners: [], more: 0 });
    const changes = eventOf(client, "host.sysctls");
    for (const value of ["0", "2"]) {
      const readings = [{ name: "net.ipv4.tcp_tw_reuse", status: "present", value }];
      agent.sendJson(FRAME.SYSCTLS, { atMs: api.clock.nowMs(), full: false, readings });
      if (value === "0")
        await api.waitForRow("select 1 from sysctl_values where host_id = $1", [agent.hostId]);
    }
    expect((await changes).changes).toMatchObject([{ from: "0", to: "2" }]);
    client.close();
  });

  it("that watches the fleet gets the newest of each host, once for many samples", async () => {
    const client = await connected(openLive(browser));
    expect(await watchFleet(client)).toEqual({ ok: true });
    const burst = [nextSample(), nextSample(), nextSample()];
    const last = burst.at(-1);
    const message = eventOf(client, "fleet.samples", ({ rows }) =>
      rows.some((row) => row.atMs === last?.atMs),
    );
    agent.sendSamples(burst);
    const { rows } = await message;
    const row = rows.filter(({ hostId }) => hostId === agent.hostId);
    expect(row).toHaveLength(1);
    expect(row[0]?.states).toEqual(TCP_STATES.map((state) => last?.values[STATE_METRIC_ID[state]]));
    client.close();
  });

  it("is told when an agent comes or goes", async () => {
    const identity = await folder.trustedIdentity();
    const client = await connected(openLive(browser));
    await watchFleet(client);
    const changed = eventOf(client, "fleet.changed");
    const other = await TestAgent.connect(api.url, identity);
    await changed;
    await watchHost(client, { hostId: other.hostId });
    const gone = eventOf(client, "host.status", ({ connected: isConnected }) => !isConnected);
    other.close();
    expect(await gone).toEqual({ hostId: other.hostId, connected: false });
    client.close();
  });

  it("gets nothing of a host that it stopped watching", async () => {
    const client = await connected(openLive(browser));
    await watchHost(client, { hostId: agent.hostId });
    client.emit("host.unwatch", { hostId: agent.hostId });
    await watchFleet(client);
    const surprises: unknown[] = [];
    client.on("host.sample", (message) => surprises.push(message));
    const sample = nextSample();
    const fleet = eventOf(client, "fleet.samples", ({ rows }) =>
      rows.some((row) => row.atMs === sample.atMs),
    );
    agent.sendSamples([sample]);
    await fleet;
    expect(surprises).toEqual([]);
    client.close();
  });

  it.each([
    [{ hostId: "0198c3f0-0000-7000-8000-000000000000" }, "not-found"],
    [{ hostId: "x" }, "invalid-request"],
    [{ hostId: { not: "" } }, "invalid-request"],
    [null, "invalid-request"],
    ["x".repeat(2_000), "invalid-request"],
  ])("that asks for %j is answered, and keeps its connection", async (message, code) => {
    const client = await connected(openLive(browser));
    expect(await watchHost(client, message)).toMatchObject({ ok: false, code });
    expect(await watchHost(client, { hostId: agent.hostId })).toEqual({ ok: true });
    client.close();
  });

  it("that sends a message larger than any request is disconnected, and nobody else", async () => {
    const other = await connected(openLive(browser));
    const client = await connected(openLive(browser));
    const gone = new Promise((resolve) => client.once("disconnect", resolve));
    client.emit("host.watch", { hostId: "x".repeat(20_000) }, () => undefined);
    await gone;
    expect(await watchFleet(other)).toEqual({ ok: true });
    other.close();
  });
});

describe("a page that stops reading", () => {
  it("is left out and, when that lasts, disconnected, while others get everything", async () => {
    const url = `${api.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
    const stalled = new WebSocket(url, { headers: { cookie: browser.cookie, origin: api.url } });
    await once(stalled, "open");
    const texts: string[] = [];
    stalled.on("message", (data) => texts.push(String(data)));
    stalled.send("40/live,");
    await vi.waitFor(() => expect(texts.join()).toContain("40/live,"));
    stalled.send(`42/live,0["host.watch",{"hostId":"${agent.hostId}"}]`);
    await vi.waitFor(() => expect(texts.join()).toContain('[{"ok":true}]'));
    texts.length = 0;
    stalled.pause();
    const healthy = await connected(openLive(browser));
    await watchHost(healthy, { hostId: agent.hostId });
    let received = 0;
    healthy.on("host.listeners", () => received++);
    const listener = { address: "0.0.0.0", port: 1, acceptQueue: 0, backlog: 1, drops: null, uid: null };
    const listeners = Array.from({ length: 1_000 }, (_, port) => ({ ...listener, port }));
    for (let n = 1; n <= 700; n++) {
      agent.sendJson(FRAME.LISTENERS, { atMs: n, listeners, more: 0 });
      if (n % 20 === 0) await vi.waitFor(() => expect(received).toBe(n), 10_000);
    }
    expect(await watchFleet(healthy)).toEqual({ ok: true });
    const tick = async () => {
      const sample = nextSample();
      const message = eventOf(healthy, "fleet.samples", ({ rows }) =>
        rows.some((row) => row.atMs === sample.atMs),
      );
      agent.sendSamples([sample]);
      await message;
    };
    await tick();
    api.clock.advance(31_000);
    await tick();
    stalled.resume();
    await once(stalled, "close");
    expect(texts.length).toBeLessThan(500);
    healthy.close();
  });
});

describe("a connection", () => {
  it.each([
    "https://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://127.0.0.1.evil.example",
  ])("from a page of %s is refused, in spite of a valid cookie", async (origin) => {
    const error = await refused(openLive(browser, { origin }));
    expect(error.message).toBe("websocket error");
  });

  it("without any origin is refused, in spite of a valid cookie", async () => {
    const url = `${api.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(url, { headers: { cookie: browser.cookie } });
    const status = await new Promise((resolve) => {
      socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
      socket.once("open", () => resolve("open"));
      socket.on("error", () => undefined);
    });
    expect(status).toBe(400);
    socket.terminate();
  });

  it("by another of this machine's names is let in", async () => {
    const client = openLive(browser, { origin: `http://localhost:${api.port}` });
    (await connected(client)).close();
  });

  it("ends at once when its session is logged out, and a new one with the old cookie is refused", async () => {
    const visitor = new Browser(api.url);
    await visitor.login();
    const { cookie } = visitor;
    const client = await connected(openLive(visitor));
    const gone = new Promise((resolve) => client.once("disconnect", resolve));
    await visitor.delete("/api/v1/session");
    await gone;
    visitor.cookie = cookie;
    expect((await refused(openLive(visitor))).data?.code).toBe("unauthenticated");
  });

  it("ends within seconds when its session ends elsewhere", async () => {
    const visitor = new Browser(api.url);
    await visitor.login();
    const client = await connected(openLive(visitor));
    const gone = new Promise((resolve) => client.once("disconnect", resolve));
    await api.query(
      "update sessions set revoked_at = now() where id = (select max(id::text)::uuid from sessions)",
    );
    await gone;
  });
});
