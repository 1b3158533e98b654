import type { SessionResponse, SetupStatus } from "@fourtuple/contracts/web";
import { afterEach, describe, expect, it } from "vitest";
import { startApi } from "../src/main.js";
import { Browser } from "./support/browser.js";
import { ADMIN, startTestApi, type TestApi } from "./support/test-api.js";

const NEW_ADMIN = { email: "First@Example.org", password: "a long enough password" };

let api: TestApi;
afterEach(() => api.dispose());

function tokenOf(setupUrl: string | null): string {
  return new URL(setupUrl ?? "missing:").searchParams.get("token") ?? "";
}

describe("the setup link", () => {
  it("makes the first admin once, logs them in, and is then used up", async () => {
    api = await startTestApi({ withoutAdmin: true });
    expect(api.setupUrl).toMatch(new RegExp(`^${api.url}/setup/\\?token=[\\w-]{43}$`));
    const browser = new Browser(api.url);
    expect((await browser.get<SetupStatus>("/api/v1/setup")).json).toEqual({ needed: true });
    const token = tokenOf(api.setupUrl);
    const made = await browser.post<SessionResponse>("/api/v1/setup", { ...NEW_ADMIN, token });
    expect(made.status).toBe(201);
    expect(made.json.user).toMatchObject({ email: "first@example.org", role: "admin" });
    expect((await browser.get("/api/v1/session")).status).toBe(200);
    expect((await browser.get<SetupStatus>("/api/v1/setup")).json).toEqual({ needed: false });
    const again = await browser.post("/api/v1/setup", { ...NEW_ADMIN, email: "second@example.org", token });
    expect(again.json).toMatchObject({ status: 401, code: "bad-setup-token" });
  });

  it("makes one admin when it is used twice at once", async () => {
    api = await startTestApi({ withoutAdmin: true });
    const token = tokenOf(api.setupUrl);
    const answers = await Promise.all(
      ["a", "b", "c"].map((name) =>
        new Browser(api.url).post("/api/v1/setup", { ...NEW_ADMIN, email: `${name}@example.org`, token }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 401, 401]);
    expect(await api.query("select 1 from users")).toHaveLength(1);
  });

  it("is stored as a digest, written to no log, and replaced at the next start", async () => {
    api = await startTestApi({ withoutAdmin: true });
    const token = tokenOf(api.setupUrl);
    await new Browser(api.url).get(`/setup/?token=${token}`);
    expect(JSON.stringify(await api.query("select * from setup_tokens"))).not.toContain(token);
    expect(api.logged()).not.toContain(token);
    const config = {
      host: "127.0.0.1",
      port: 0,
      webDir: null,
      packagesDir: null,
      trustedAgentKeysDir: null,
      publicUrl: null,
    };
    const rest = { allowedOrigins: [], trustedProxies: [], admin: null, retentionDays: 7 } as const;
    const next = await startApi({ ...config, ...rest, databaseUrl: api.databaseUrl, logLevel: "silent" });
    try {
      const old = await new Browser(next.url).post("/api/v1/setup", { ...NEW_ADMIN, token });
      expect(old.status).toBe(401);
      const fresh = { ...NEW_ADMIN, token: tokenOf(next.setupUrl) };
      expect((await new Browser(next.url).post("/api/v1/setup", fresh)).status).toBe(201);
    } finally {
      await next.close();
    }
  });

  it("expires after a day", async () => {
    api = await startTestApi({ withoutAdmin: true });
    api.clock.advance(24 * 3_600_000 + 1_000);
    const answer = await new Browser(api.url).post("/api/v1/setup", {
      ...NEW_ADMIN,
      token: tokenOf(api.setupUrl),
    });
    expect(answer.json.code).toBe("bad-setup-token");
  });

  it("takes no password that is short, and says so", async () => {
    api = await startTestApi({ withoutAdmin: true });
    const body = { email: NEW_ADMIN.email, password: "short", token: tokenOf(api.setupUrl) };
    const { json } = await new Browser(api.url).post("/api/v1/setup", body);
    expect(json.errors).toEqual([{ field: "password", message: "must have at least 12 characters" }]);
  });
});

describe("a configured admin", () => {
  it("is made at start, so that no setup link is needed", async () => {
    api = await startTestApi();
    expect(api.setupUrl).toBeNull();
    expect((await new Browser(api.url).login(ADMIN)).status).toBe(200);
    const { json } = await new Browser(api.url).post("/api/v1/setup", {
      ...NEW_ADMIN,
      token: "x".repeat(43),
    });
    expect(json.code).toBe("bad-setup-token");
  });
});
