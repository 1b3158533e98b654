import type { CreatedToken, HostSummary, HostsResponse, TokensResponse } from "@fourtuple/contracts/web";
import { type AgentIdentity, makeAgentIdentity } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Browser } from "./support/browser.js";
import { TestAgent } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

const TOKENS = "/api/v1/enrolment-tokens";

let api: TestApi;
let admin: Browser;
beforeAll(async () => {
  api = await startTestApi();
  admin = new Browser(api.url);
  await admin.login();
});
afterAll(() => api.dispose());

async function makeToken(body: object = {}): Promise<CreatedToken> {
  const { status, json } = await admin.post<CreatedToken>(TOKENS, body);
  expect(status).toBe(201);
  return json;
}

async function listed(id: string) {
  const { json } = await admin.get<TokensResponse>(TOKENS);
  return json.tokens.find((token) => token.id === id);
}

async function hostOf(id: string): Promise<HostSummary | undefined> {
  return (await admin.get<HostsResponse>("/api/v1/hosts")).json.hosts.find((host) => host.id === id);
}

function enrol(token: string, identity: AgentIdentity = makeAgentIdentity()): Promise<TestAgent> {
  return TestAgent.connect(api.url, identity, { enrolmentToken: token });
}

describe("an enrolment token", () => {
  it("makes one host of an unknown agent, with its name and labels", async () => {
    const made = await makeToken({ name: "db-7", labels: { role: "db", site: "fra" } });
    const agent = await enrol(made.token);
    expect(await hostOf(agent.hostId)).toMatchObject({
      name: "db-7",
      hostname: "web-1",
      labels: { role: "db", site: "fra" },
      duplicateKeySeenMs: null,
    });
    expect(await listed(made.id)).toMatchObject({
      status: "used",
      host: { id: agent.hostId, name: "db-7" },
      createdBy: "admin@example.org",
    });
    agent.close();
  });

  it("says in its welcome what the host is called and that it is new, and later that it is not", async () => {
    const identity = makeAgentIdentity();
    const { token } = await makeToken({ name: "edge-1" });
    const first = TestAgent.open(api.url);
    await first.sayHello(identity, { enrolmentToken: token });
    expect(await first.welcome()).toMatchObject({ hostName: "edge-1", enrolled: true });
    const again = TestAgent.open(api.url);
    await again.sayHello(identity, { enrolmentToken: token });
    expect(await again.welcome()).toMatchObject({ hostName: "edge-1", enrolled: false });
    again.close();
  });

  it("is not used up by an agent that is known already", async () => {
    const identity = makeAgentIdentity();
    (await enrol((await makeToken()).token, identity)).close();
    const second = await makeToken();
    (await enrol(second.token, identity)).close();
    expect((await listed(second.id))?.status).toBe("open");
  });

  it("is shown once: the database and the list hold no more than its digest", async () => {
    const { token, command, runCommand, serverUrl } = await makeToken();
    const rows = await api.query("select * from enrolment_tokens");
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await admin.get(TOKENS)).text).not.toContain(token);
    expect(api.logged()).not.toContain(token);
    expect(serverUrl).toBe(api.url.replace("http", "ws"));
    expect(command).toBe(`npx fourtuple agent enroll --server ${serverUrl} --token ${token}`);
    expect(runCommand).toBe(`npx fourtuple agent --server ${serverUrl}`);
  });

  it("lets exactly one in of ten agents that use it at the same moment", async () => {
    const { token } = await makeToken();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => enrol(token)));
    const winners = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(winners).toHaveLength(1);
    for (const reason of reasons) expect(String(reason)).toContain("used-token");
    winners[0]?.close();
  });

  it("is refused once it has expired, by the server's clock", async () => {
    const { token, id } = await makeToken({ expiresInMinutes: 1 });
    await api.query("update enrolment_tokens set expires_at = now() - interval '1 second' where id = $1", [
      id,
    ]);
    await expect(enrol(token)).rejects.toThrow("expired-token");
    expect((await listed(id))?.status).toBe("expired");
  });

  it("is refused once it was withdrawn", async () => {
    const { token, id } = await makeToken();
    expect((await admin.delete(`${TOKENS}/${id}`)).status).toBe(204);
    expect((await admin.delete(`${TOKENS}/${id}`)).status).toBe(204);
    await expect(enrol(token)).rejects.toThrow("bad-token");
    expect((await listed(id))?.status).toBe("withdrawn");
  });

  it("that nobody made is refused, and enrols nothing", async () => {
    const [before] = await api.query<{ n: string }>("select count(*) as n from hosts");
    await expect(enrol(`fte_${"A".repeat(43)}`)).rejects.toThrow("bad-token");
    await expect(enrol("short")).rejects.toThrow("enrolmentToken");
    await expect(enrol("no base64url, but long enough")).rejects.toThrow("enrolmentToken");
    expect(await api.query<{ n: string }>("select count(*) as n from hosts")).toEqual([before]);
  });

  it("cannot be withdrawn once it was used, nor when there is none", async () => {
    const { token, id } = await makeToken();
    (await enrol(token)).close();
    expect((await admin.delete(`${TOKENS}/${id}`)).json.code).toBe("conflict");
    const nobody = "0198c3f0-0000-7000-8000-000000000000";
    expect((await admin.delete(`${TOKENS}/${nobody}`)).json.code).toBe("not-found");
  });

  it.each<[string, object, string]>([
    ["more than an hour", { expiresInMinutes: 61 }, "expiresInMinutes"],
    ["no time at all", { expiresInMinutes: 0 }, "expiresInMinutes"],
    ["a name of spaces", { name: "  " }, "name"],
    ["a name with a line break", { name: "a\nb" }, "name"],
    ["a label's key with a space", { labels: { "my role": "db" } }, "labels.my role"],
    ["an empty value of a label", { labels: { role: "" } }, "labels.role"],
    [
      "too many labels",
      { labels: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, "v"])) },
      "labels",
    ],
  ])("with %s is not made, and the field is named", async (_, body, field) => {
    const { status, json } = await admin.post(TOKENS, body);
    expect(status).toBe(400);
    expect(json.errors?.map((error) => error.field)).toEqual([field]);
  });
});

describe("a host", () => {
  async function enrolled() {
    const identity = makeAgentIdentity();
    const agent = await enrol((await makeToken()).token, identity);
    return { identity, agent, id: agent.hostId };
  }

  it("keeps the name and labels that people give it over a reconnect, and can have its own name back", async () => {
    const { identity, agent, id } = await enrolled();
    const change = { name: "db-1", labels: { role: "db" } };
    const { status, json } = await admin.patch<HostSummary>(`/api/v1/hosts/${id}`, change);
    expect(status).toBe(200);
    expect(json).toMatchObject(change);
    agent.close();
    (await TestAgent.connect(api.url, identity)).close();
    expect(await hostOf(id)).toMatchObject({ ...change, hostname: "web-1" });
    await admin.patch(`/api/v1/hosts/${id}`, { name: null });
    expect(await hostOf(id)).toMatchObject({ name: "web-1", labels: { role: "db" } });
  });

  it("is not changed by a request that is empty, wrong, or of no host", async () => {
    const { agent, id } = await enrolled();
    expect((await admin.patch(`/api/v1/hosts/${id}`, {})).status).toBe(400);
    expect((await admin.patch(`/api/v1/hosts/${id}`, { labels: { "": "x" } })).status).toBe(400);
    const nobody = "0198c3f0-0000-7000-8000-000000000000";
    expect((await admin.patch(`/api/v1/hosts/${nobody}`, { name: "x" })).json.code).toBe("not-found");
    expect(await hostOf(id)).toMatchObject({ name: "web-1", labels: {} });
    agent.close();
  });

  it("that is revoked is sent away at once, listed no more, and not let in again, token or not", async () => {
    const { identity, agent, id } = await enrolled();
    const startMs = performance.now();
    expect((await admin.post(`/api/v1/hosts/${id}/revoke`)).status).toBe(204);
    expect((await agent.refusal()).code).toBe("revoked");
    await agent.closing();
    expect(performance.now() - startMs).toBeLessThan(5_000);
    expect(await hostOf(id)).toBeUndefined();
    await expect(TestAgent.connect(api.url, identity)).rejects.toThrow("revoked");
    const { token, id: tokenId } = await makeToken();
    await expect(enrol(token, identity)).rejects.toThrow("revoked");
    expect((await listed(tokenId))?.status).toBe("open");
    expect((await admin.post(`/api/v1/hosts/${id}/revoke`)).json.code).toBe("not-found");
  });
});

describe("a key", () => {
  const machine = (identity: AgentIdentity, epochMs: number, bootId: string) => ({
    epochMs,
    host: { ...identity.hello("n").host, bootId },
  });

  async function enrolledIdentity(): Promise<{ identity: AgentIdentity; id: string }> {
    const identity = makeAgentIdentity();
    const agent = await enrol((await makeToken()).token, identity);
    agent.close();
    return { identity, id: agent.hostId };
  }

  async function visit(identity: AgentIdentity, epochMs: number, bootId: string): Promise<void> {
    await TestAgent.connect(api.url, identity, machine(identity, epochMs, bootId));
  }

  it("that two machines use in turn is flagged on the host, with the time", async () => {
    const { identity, id } = await enrolledIdentity();
    await visit(identity, 1_000, "boot-a");
    await visit(identity, 2_000, "boot-b");
    expect((await hostOf(id))?.duplicateKeySeenMs).toBeNull();
    await visit(identity, 1_000, "boot-a");
    const seenMs = await vi.waitFor(async () => {
      const seen = (await hostOf(id))?.duplicateKeySeenMs;
      expect(seen).not.toBeNull();
      return seen ?? 0;
    });
    expect(Math.abs(seenMs - api.clock.nowMs())).toBeLessThan(10_000);
    await api.query("update hosts set duplicate_key_seen_at = now() - interval '25 hours' where id = $1", [
      id,
    ]);
    expect((await hostOf(id))?.duplicateKeySeenMs).toBeNull();
  });

  it("is not flagged for reconnects, restarts of the agent and reboots", async () => {
    const { identity, id } = await enrolledIdentity();
    const runs = [
      [1_000, "boot-a"],
      [1_000, "boot-a"],
      [2_000, "boot-a"],
      [2_000, "boot-a"],
      [3_000, "boot-b"],
      [3_000, "boot-b"],
    ] as const;
    for (const [epochMs, bootId] of runs) await visit(identity, epochMs, bootId);
    expect((await hostOf(id))?.duplicateKeySeenMs).toBeNull();
  });
});
