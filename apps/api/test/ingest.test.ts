import { FRAME } from "@fourtuple/contracts/agent";
import type { HostsResponse, LatestResponse, SysctlsResponse } from "@fourtuple/contracts/web";
import { makeSample, makeSampleRun, SAMPLE_EPOCH_MS } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Browser } from "./support/browser.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

let api: TestApi;
let folder: TrustedFolder;
let browser: Browser;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  api = await startTestApi({ config: { trustedAgentKeysDir: folder.path, retentionDays: 3650 } });
  browser = new Browser(api.url);
  await browser.login();
});
afterAll(async () => {
  await api.dispose();
  await folder.remove();
});

async function newAgent(): Promise<TestAgent> {
  return TestAgent.connect(api.url, await folder.trustedIdentity());
}

interface Stored {
  readonly seq: number;
  readonly epoch_ms: number;
  readonly at: Date;
  readonly values: (number | null)[];
}

function stored(hostId: string): Promise<Stored[]> {
  return api.query("select * from ts.sample where host_id = $1 order by epoch_ms, seq", [hostId]);
}

describe("samples", () => {
  it("are acknowledged once they are stored, figure for figure", async () => {
    const agent = await newAgent();
    const samples = makeSampleRun({ count: 300 });
    agent.sendSamples(samples);
    await agent.ackedThrough(300);
    const rows = await stored(agent.hostId);
    expect(rows.map((row) => row.seq)).toEqual(samples.map((sample) => sample.seq));
    expect(rows.map((row) => row.values)).toEqual(samples.map((sample) => sample.values));
    expect(rows[0]?.at.getTime()).toBe(samples[0]?.atMs);
    const written = agent.acks.reduce((sum, ack) => sum + ack.written, 0);
    expect(written).toBe(300);
    agent.close();
  });

  it("keep what is not available as NULL", async () => {
    const agent = await newAgent();
    const values = makeSample().values.map((value, id) => (id % 2 ? null : value));
    agent.sendSamples([makeSample({ values, partial: true, censusSource: "procfs" })]);
    await agent.ackedThrough(1);
    expect((await stored(agent.hostId))[0]).toMatchObject({ values, partial: true, census_source: 1 });
    agent.close();
  });

  it("that are sent again are acknowledged as duplicates and stored once", async () => {
    const identity = await folder.trustedIdentity();
    const samples = makeSampleRun({ count: 20 });
    const first = await TestAgent.connect(api.url, identity);
    first.sendSamples(samples.slice(0, 15));
    await first.ackedThrough(15);
    first.close();
    const second = await TestAgent.connect(api.url, identity);
    second.sendSamples(samples);
    await second.ackedThrough(20);
    const sum = (key: "written" | "duplicate") => second.acks.reduce((total, ack) => total + ack[key], 0);
    expect([sum("written"), sum("duplicate")]).toEqual([5, 15]);
    expect(await stored(second.hostId)).toHaveLength(20);
    second.close();
  });

  it("lie under the host of the key that sent them, whatever else is connected", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    a.sendSamples(makeSampleRun({ count: 3, seed: 1 }));
    b.sendSamples(makeSampleRun({ count: 5, seed: 2 }));
    await Promise.all([a.ackedThrough(3), b.ackedThrough(5)]);
    expect(await stored(a.hostId)).toHaveLength(3);
    expect(await stored(b.hostId)).toHaveLength(5);
    a.close();
    b.close();
  });

  it("from a clock an hour ahead are filed and shown under the server's time, and the skew is told", async () => {
    const agent = await newAgent();
    const aheadMs = 3_600_000;
    agent.sendSamples([makeSample({ atMs: Date.now() + aheadMs })]);
    await agent.ackedThrough(1);
    const [row] = await stored(agent.hostId);
    expect(Math.abs((row?.at.getTime() ?? 0) - api.clock.nowMs())).toBeLessThan(10_000);
    const latest = await browser.get<LatestResponse>(`/api/v1/hosts/${agent.hostId}/latest`);
    expect(latest.json.sample?.atMs).toBe(row?.at.getTime());
    const { json } = await browser.get<HostsResponse>("/api/v1/hosts");
    const skewMs = json.hosts.find((host) => host.id === agent.hostId)?.clockSkewMs ?? 0;
    expect(Math.abs(skewMs - aheadMs)).toBeLessThan(10_000);
    agent.close();
  });

  it("lose nothing and double nothing when every database connection is killed while they come", async () => {
    const identity = await folder.trustedIdentity();
    const samples = makeSampleRun({ count: 1_500 });
    const agent = await TestAgent.connect(api.url, identity);
    for (let sent = 0; sent < samples.length; sent += 100) {
      agent.sendSamples(samples.slice(sent, sent + 100));
      await api.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
    }
    await agent.ackedThrough(1_500);
    agent.close();
    const again = await TestAgent.connect(api.url, identity);
    again.sendSamples(samples.slice(-100));
    await again.ackedThrough(1_500);
    expect(again.acks.every((ack) => ack.written === 0)).toBe(true);
    const rows = await stored(agent.hostId);
    expect(rows.map((row) => row.seq)).toEqual(samples.map((sample) => sample.seq));
    again.close();
  });
});

describe("a host", () => {
  it("shows its newest sample by metric name, its states and its listeners", async () => {
    const agent = await newAgent();
    const metrics = { "states.TIME_WAIT": 4_321, "TcpExt.ListenDrops": 17, "Tcp.InErrs": null };
    agent.sendSamples([makeSample({ atMs: Date.now(), metrics })]);
    const listener = { address: "0.0.0.0", port: 443, acceptQueue: 3, backlog: 511, drops: 9, uid: 0 };
    agent.sendJson(FRAME.LISTENERS, { atMs: Date.now(), listeners: [listener], more: 2 });
    await agent.ackedThrough(1);
    const { json } = await browser.get<LatestResponse>(`/api/v1/hosts/${agent.hostId}/latest`);
    expect(json.sample?.values).toMatchObject(metrics);
    expect(json.host).toMatchObject({ status: "live", connected: true, censusSource: "sock_diag" });
    expect(json.host.states?.TIME_WAIT).toBe(4_321);
    expect(json.host.spark.TIME_WAIT.at(-1)).toBe(4_321);
    expect(json.listeners).toMatchObject({ listeners: [listener], more: 2 });
    expect(json.bootedAtMs).toBe(SAMPLE_EPOCH_MS - 86_400_000);
    agent.close();
    api.clock.advance(3_500);
    const isOffline = async () => {
      const after = await browser.get<LatestResponse>(`/api/v1/hosts/${agent.hostId}/latest`);
      expect(after.json.host).toMatchObject({ status: "offline", connected: false });
    };
    await vi.waitFor(isOffline);
  });

  it("that is not known is answered 404, and an id that is none 400 with the field's name", async () => {
    const unknown = "0198c3f0-0000-7000-8000-000000000000";
    for (const part of ["latest", "sysctls", "series?metrics=states.LISTEN"]) {
      expect((await browser.get(`/api/v1/hosts/${unknown}/${part}`)).status).toBe(404);
      const { status, json } = await browser.get(`/api/v1/hosts/1%20or%201=1/${part}`);
      expect([status, json.errors?.[0]?.field]).toEqual([400, "id"]);
    }
  });
});

describe("kernel settings", () => {
  async function settings(hostId: string): Promise<SysctlsResponse> {
    return (await browser.get<SysctlsResponse>(`/api/v1/hosts/${hostId}/sysctls`)).json;
  }

  it("are kept with their changes, each between the two readings that show it", async () => {
    const agent = await newAgent();
    const name = "net.ipv4.tcp_fin_timeout";
    const atMs = api.clock.nowMs() - 60_000;
    const readings = [
      { name, status: "present", value: "60" },
      { name: "net.ipv4.tcp_tw_reuse", status: "unreadable", reason: "EACCES" },
      { name: "net.ipv4.tcp_syncookies", status: "absent" },
      { name: "net.ipv4.not_known_here", status: "present", value: "1" },
    ];
    agent.sendJson(FRAME.SYSCTLS, { atMs, full: true, readings });
    await vi.waitFor(async () => expect((await settings(agent.hostId)).values).toHaveLength(3));
    const changed = {
      atMs: atMs + 30_000,
      full: false,
      readings: [{ name, status: "present", value: "15" }],
    };
    agent.sendJson(FRAME.SYSCTLS, changed);
    await vi.waitFor(async () => expect((await settings(agent.hostId)).changes).toHaveLength(1));
    const { values, changes } = await settings(agent.hostId);
    expect(changes).toEqual([{ name, from: "60", to: "15", afterMs: atMs, beforeMs: atMs + 30_000 }]);
    const common = { readAtMs: atMs + 30_000, changedAtMs: null };
    expect(values).toEqual([
      { ...common, name, status: "present", value: "15", reason: null, changedAtMs: atMs + 30_000 },
      { ...common, name: "net.ipv4.tcp_syncookies", status: "absent", value: null, reason: null },
      { ...common, name: "net.ipv4.tcp_tw_reuse", status: "unreadable", value: null, reason: "EACCES" },
    ]);
    agent.close();
  });
});
