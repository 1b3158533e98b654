import { FRAME, RECORD_KIND } from "@fourtuple/contracts/agent";
import type {
  ConditionResponse,
  NamespacesResponse,
  OwnersResponse,
  TopListsResponse,
} from "@fourtuple/contracts/web";
import { encodeTopLists } from "@fourtuple/core/samples";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseApiConfig } from "../src/config.js";
import { startApi } from "../src/main.js";
import { openAccounts } from "../src/modules/users/accounts.js";
import { Browser } from "./support/browser.js";
import { connected, eventOf, openLive, watchHost } from "./support/live-client.js";
import { makeCondition, makeNamespaces, makeOwners, makeTopLists } from "./support/readings.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { ADMIN, startTestApi, type TestApi } from "./support/test-api.js";

const UNKNOWN = "0198c3f0-0000-7000-8000-000000000000";

let api: TestApi;
let folder: TrustedFolder;
let browser: Browser;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  api = await startTestApi({ config: { trustedAgentKeysDir: folder.path } });
  browser = new Browser(api.url);
  await browser.login();
});
afterAll(async () => {
  await api.dispose();
  await folder.remove();
});

async function newAgent(): Promise<TestAgent> {
  return TestAgent.connect(api.url, await folder.trustedIdentity(), { delivers: "packs" });
}

async function ask<T>(hostId: string, part: string, as = browser): Promise<T> {
  const { status, json, text } = await as.get<T>(`/api/v1/hosts/${hostId}/${part}`);
  expect(status, text).toBe(200);
  return json;
}

describe("top lists", () => {
  it("reach the page that watches the host, and are the newest of their census from then on", async () => {
    const agent = await newAgent();
    const client = await connected(openLive(browser));
    await watchHost(client, { hostId: agent.hostId });
    const atMs = Math.floor(api.clock.nowMs());
    const lists = makeTopLists({ atMs, tier: "timeWait" });
    const shown = eventOf(client, "host.topLists");
    agent.send(FRAME.TOP_LISTS, encodeTopLists(lists));
    expect(await shown).toEqual({ hostId: agent.hostId, topLists: lists });
    const answer = await ask<TopListsResponse>(agent.hostId, "top-lists");
    expect(answer.lists).toEqual({ full: null, troubled: null, timeWait: lists });
    client.close();
    agent.close();
  });

  it("that were recorded are found by time, and after a restart they are the newest there are", async () => {
    const agent = await newAgent();
    const nowMs = Math.floor(api.clock.nowMs());
    const minutes = [3, 2, 1].map((ago) => makeTopLists({ atMs: nowMs - ago * 60_000, usablePorts: ago }));
    const other = makeTopLists({ atMs: nowMs - 90_000, tier: "troubled" });
    await agent.deliver(
      [...minutes, other].map((lists, id) => ({
        kind: RECORD_KIND.TOP_LISTS,
        id,
        body: encodeTopLists(lists),
      })),
    );
    const at = async (ms: number) => (await ask<TopListsResponse>(agent.hostId, `top-lists?at=${ms}`)).lists;
    expect(await at(nowMs - 60_000)).toEqual({ full: minutes[2], troubled: other, timeWait: null });
    expect(await at(nowMs - 60_001)).toEqual({ full: minutes[1], troubled: other, timeWait: null });
    expect(await at(nowMs - 900_000)).toEqual({ full: null, troubled: null, timeWait: null });
    const live = makeTopLists({ atMs: nowMs, usablePorts: 9 });
    agent.send(FRAME.TOP_LISTS, encodeTopLists(live));
    await vi.waitFor(async () =>
      expect((await ask<TopListsResponse>(agent.hostId, "top-lists")).lists.full).toEqual(live),
    );
    expect((await at(nowMs + 1_000)).full).toEqual(minutes[2]);
    agent.close();
  });

  it("of nonsense end the connection with a reason", async () => {
    const agent = await newAgent();
    agent.send(FRAME.TOP_LISTS, Uint8Array.from([255, 1, 2, 3]));
    expect(await agent.refusal()).toMatchObject({ code: "malformed" });
    await agent.closing();
  });

  it("that come faster than any census are passed over, and the connection stays", async () => {
    const agent = await newAgent();
    const client = await connected(openLive(browser));
    await watchHost(client, { hostId: agent.hostId });
    let shown = 0;
    client.on("host.topLists", () => shown++);
    const atMs = Math.floor(api.clock.nowMs());
    for (let n = 0; n < 100; n++)
      agent.send(FRAME.TOP_LISTS, encodeTopLists(makeTopLists({ atMs: atMs + n })));
    const after = eventOf(client, "host.listeners");
    agent.sendJson(FRAME.LISTENERS, { atMs, listeners: [], more: 0 });
    await after;
    expect(shown).toBeGreaterThanOrEqual(10);
    expect(shown).toBeLessThan(20);
    client.close();
    agent.close();
  });

  it.each(["at=yesterday", "at=-1", "at=1&at=2"])("are not answered for %s", async (query) => {
    const agent = await newAgent();
    const { status, json } = await browser.get(`/api/v1/hosts/${agent.hostId}/top-lists?${query}`);
    expect([status, json.errors?.[0]?.field]).toEqual([400, "at"]);
    agent.close();
  });
});

describe("an agent's condition and the namespaces of its host", () => {
  it("reach the page, and are known with their age after a restart of the server", async () => {
    const first = await startTestApi({ config: { trustedAgentKeysDir: folder.path } });
    const page = new Browser(first.url);
    await page.login();
    const identity = await folder.trustedIdentity();
    const agent = await TestAgent.connect(first.url, identity, { delivers: "packs" });
    expect((await ask<ConditionResponse>(agent.hostId, "condition", page)).condition).toBeNull();
    expect((await ask<NamespacesResponse>(agent.hostId, "namespaces", page)).namespaces).toBeNull();

    const client = await connected(openLive(page));
    await watchHost(client, { hostId: agent.hostId });
    const atMs = Math.floor(first.clock.nowMs()) - 30_000;
    const condition = makeCondition({ atMs });
    const namespaces = makeNamespaces({ atMs });
    const shown = Promise.all([eventOf(client, "host.condition"), eventOf(client, "host.namespaces")]);
    agent.sendJson(FRAME.CONDITION, makeCondition({ atMs: atMs - 1_000, cpuUsed: 0.5 }));
    agent.sendJson(FRAME.CONDITION, condition);
    agent.sendJson(FRAME.NAMESPACES, namespaces);
    await shown;
    const stored =
      "select 1 from host_reports where host_id = $1 and read_at = $2 and kind = $3::report_kind";
    for (const kind of ["condition", "namespaces"]) {
      await first.waitForRow(stored, [agent.hostId, new Date(atMs), kind]);
    }
    client.close();
    agent.close();
    await first.close();

    const parsed = parseApiConfig({ DATABASE_URL: first.databaseUrl, FOURTUPLE_PORT: "0" });
    if (!parsed.ok) throw new Error(parsed.problems.join());
    const second = await startApi(parsed.config, { log: pino({ level: "silent" }) });
    const later = new Browser(second.url);
    await later.login();
    const known = await ask<ConditionResponse>(agent.hostId, "condition", later);
    expect(known.condition).toEqual(condition);
    expect(known.atMs - (known.condition?.atMs ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect((await ask<NamespacesResponse>(agent.hostId, "namespaces", later)).namespaces).toEqual(namespaces);
    await second.close();
    await first.dispose();
  });

  it.each([
    ["a share of more than one core", FRAME.CONDITION, makeCondition({ cpuBudget: 7 }), "cpuBudget"],
    ["half a surrogate pair", FRAME.CONDITION, makeCondition({ sourceReason: "\ud800" }), "surrogate"],
    ["a namespace of no number", FRAME.NAMESPACES, { ...makeNamespaces({}), more: -1 }, "more"],
  ])("with %s are malformed", async (_, type, value, reason) => {
    const agent = await newAgent();
    agent.sendJson(type, value);
    expect((await agent.refusal()).message).toContain(reason);
    await agent.closing();
  });
});

describe("owners", () => {
  const path = (hostId: string) => `/api/v1/hosts/${hostId}/owners`;

  it("are what the agent answers to the question, and to no other", async () => {
    const agent = await newAgent();
    const asking = browser.post<OwnersResponse>(path(agent.hostId));
    const { requestId } = await agent.ownersRequest();
    agent.sendJson(FRAME.OWNERS, { ...makeOwners("somebody else's"), cpuUs: 99 });
    agent.sendJson(FRAME.OWNERS, makeOwners(requestId));
    const { status, json } = await asking;
    const { requestId: _, ...owners } = makeOwners(requestId);
    expect([status, json]).toEqual([200, owners]);
    agent.close();
  });

  it("cannot be asked for where no agent is, nor of one of the version before, and 404 is for no host", async () => {
    const agent = await newAgent();
    const gone = browser.post(path(agent.hostId));
    await agent.ownersRequest();
    agent.close();
    expect((await gone).json).toMatchObject({ status: 409, code: "conflict" });
    expect((await browser.post(path(agent.hostId))).status).toBe(409);
    const old = await TestAgent.connect(api.url, await folder.trustedIdentity());
    expect((await browser.post(path(old.hostId))).json.detail).toContain("of a version that cannot");
    old.close();
    expect((await browser.post(path(UNKNOWN))).status).toBe(404);
  });

  it("are for operators and admins", async () => {
    const agent = await newAgent();
    const accounts = await openAccounts(api.databaseUrl);
    for (const role of ["viewer", "operator"] as const) {
      await accounts.add(`${role}@example.org`, ADMIN.password, role);
    }
    await accounts.close();
    const as = async (role: string) => {
      const person = new Browser(api.url);
      await person.login({ email: `${role}@example.org`, password: ADMIN.password });
      return person;
    };
    expect((await (await as("viewer")).post(path(agent.hostId))).status).toBe(403);
    const allowed = (await as("operator")).post(path(agent.hostId));
    agent.sendJson(FRAME.OWNERS, makeOwners((await agent.ownersRequest()).requestId));
    expect((await allowed).status).toBe(200);
    agent.close();
  });
});

it("nothing is told of a host that is not known", async () => {
  for (const part of ["top-lists", "condition", "namespaces"]) {
    expect((await browser.get(`/api/v1/hosts/${UNKNOWN}/${part}`)).status).toBe(404);
    expect((await browser.get(`/api/v1/hosts/1%20or%201=1/${part}`)).status).toBe(400);
  }
});
