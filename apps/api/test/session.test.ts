import type { SessionResponse } from "@fourtuple/contracts/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_ABSOLUTE_MS, SESSION_IDLE_MS } from "../src/platform/auth/sessions.service.js";
import { Browser } from "./support/browser.js";
import { ADMIN, startTestApi, type TestApi } from "./support/test-api.js";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.dispose());

describe("login", () => {
  it("gives a session whose token is only in a cookie that scripts and other sites cannot use", async () => {
    const browser = new Browser(api.url);
    const answer = await browser.login();
    expect(answer.status).toBe(200);
    expect(answer.json.user).toMatchObject({ email: ADMIN.email, role: "admin" });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^fourtuple=[\w-]{43}; Max-Age=604800; Path=\/; .*HttpOnly; SameSite=Strict$/);
    const token = browser.cookie.slice("fourtuple=".length);
    expect(answer.text).not.toContain(token);
    const stored = await api.query("select * from sessions");
    expect(JSON.stringify(stored)).not.toContain(token);
    expect((await browser.get<SessionResponse>("/api/v1/session")).json.user.email).toBe(ADMIN.email);
  });

  it("takes the mail address in any case", async () => {
    const { status } = await new Browser(api.url).login({ ...ADMIN, email: "Admin@Example.ORG" });
    expect(status).toBe(200);
  });

  it("gives a new token each time", async () => {
    const browser = new Browser(api.url);
    await browser.login();
    const first = browser.cookie;
    await browser.login();
    expect(browser.cookie).not.toBe(first);
  });

  it("says the same of a wrong password and of a user that does not exist", async () => {
    const browser = new Browser(api.url);
    const wrong = await browser.login({ ...ADMIN, password: "wrong" });
    const unknown = await browser.login({ email: "nobody@example.org", password: "wrong" });
    expect(wrong.status).toBe(401);
    expect(wrong.json.code).toBe("bad-credentials");
    expect(unknown.json).toEqual(wrong.json);
    expect(browser.cookie).toBe("");
  });

  it.each([
    [{ email: { not: "" }, password: "x" }, "email"],
    [{ email: ADMIN.email, password: ["x"] }, "password"],
    [{ email: ADMIN.email }, "password"],
    [{ email: "no mail", password: "x" }, "email"],
    [[], "body"],
  ])("refuses %j and names the field", async (body, field) => {
    const { status, headers, json } = await new Browser(api.url).post("/api/v1/session", body);
    expect(status).toBe(400);
    expect(headers.get("content-type")).toContain("application/problem+json");
    expect(json.errors?.map((error) => error.field)).toContain(field);
  });

  it.each([
    ["a form", "application/x-www-form-urlencoded", "email=a&password=b"],
    ["text that is JSON", "text/plain", JSON.stringify(ADMIN)],
    ["broken JSON", "application/json", "{"],
    ["a body that is too large", "application/json", JSON.stringify({ ...ADMIN, more: "x".repeat(40_000) })],
  ])("refuses %s", async (_, type, body) => {
    const { status, json } = await new Browser(api.url).post("/api/v1/session", body, {
      "content-type": type,
    });
    expect([400, 413]).toContain(status);
    expect(json.code).toMatch(/invalid-request|malformed-request|body-too-large/);
  });
});

describe("a session", () => {
  it("ends at logout, in the cookie and on the server", async () => {
    const browser = new Browser(api.url);
    await browser.login();
    const old = browser.cookie;
    expect((await browser.delete("/api/v1/session")).status).toBe(204);
    expect(browser.cookie).toBe("");
    browser.cookie = old;
    expect((await browser.get("/api/v1/session")).status).toBe(401);
  });

  it("ends when its user is disabled", async () => {
    const browser = new Browser(api.url);
    await browser.login();
    await api.query("update users set disabled_at = now()");
    expect((await browser.get("/api/v1/session")).status).toBe(401);
    await api.query("update users set disabled_at = null");
    expect((await browser.get("/api/v1/session")).status).toBe(200);
  });

  it("ends after twelve hours without use, but not while it is used", async () => {
    const browser = new Browser(api.url);
    await browser.login();
    api.clock.advance(SESSION_IDLE_MS - 60_000);
    expect((await browser.get("/api/v1/session")).status).toBe(200);
    api.clock.advance(SESSION_IDLE_MS - 60_000);
    expect((await browser.get("/api/v1/session")).status).toBe(200);
    api.clock.advance(SESSION_IDLE_MS + 1_000);
    expect((await browser.get("/api/v1/session")).status).toBe(401);
  });

  it("ends after a week whatever happens", async () => {
    const browser = new Browser(api.url);
    await browser.login();
    for (let spent = 0; spent < SESSION_ABSOLUTE_MS; spent += SESSION_IDLE_MS / 2) {
      expect((await browser.get("/api/v1/session")).status).toBe(200);
      api.clock.advance(SESSION_IDLE_MS / 2);
    }
    expect((await browser.get("/api/v1/session")).status).toBe(401);
  });

  it.each([
    "fourtuple=",
    "fourtuple=x",
    `fourtuple=${"A".repeat(43)}`,
    "fourtuple=%00",
    "__Host-fourtuple=x",
  ])("is not had by the cookie %s", async (cookie) => {
    expect((await new Browser(api.url).get("/api/v1/session", { cookie })).status).toBe(401);
  });
});

describe("a change that another site asks for", () => {
  it.each([
    ["a foreign Origin", { origin: "https://evil.example" }],
    ["a null Origin", { origin: "null" }],
    ["an Origin that only begins like ours", { origin: "http://127.0.0.1.evil.example" }],
    ["another port of this machine", { origin: "http://localhost:1" }],
  ])("is refused with %s", async (_, headers) => {
    const { status, json } = await new Browser(api.url).post("/api/v1/session", ADMIN, headers);
    expect(status).toBe(403);
    expect(json.code).toBe("foreign-origin");
  });

  it("is refused by Sec-Fetch-Site where there is no Origin", async () => {
    const browser = new Browser(api.url, null);
    // fetch sets this header itself, so the request is made by hand.
    const status = await rawPost(api.port, { "sec-fetch-site": "cross-site" });
    expect(status).toBe(403);
    expect((await browser.post("/api/v1/session", ADMIN)).status).toBe(200);
  });

  it("passes from this machine's other names for the server", async () => {
    const origin = `http://localhost:${api.port}`;
    expect((await new Browser(api.url).post("/api/v1/session", ADMIN, { origin })).status).toBe(200);
  });
});

async function rawPost(port: number, headers: Record<string, string>): Promise<number | undefined> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const options = { port, path: "/api/v1/session", method: "POST", headers };
    const sent = request({ host: "127.0.0.1", ...options }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}
