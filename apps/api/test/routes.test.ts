import { connect } from "node:net";
import { createDatabase, type Database } from "@fourtuple/database";
import { createTestDatabase, type TestDatabase } from "@fourtuple/testkit/database";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseApiConfig } from "../src/config.js";
import { createApp } from "../src/create-app.js";
import { openAccounts } from "../src/modules/users/accounts.js";
import { SystemClock } from "../src/platform/clock/clock.js";
import { Browser } from "./support/browser.js";
import { openLive, refused } from "./support/live-client.js";
import { ADMIN, startTestApi, type TestApi } from "./support/test-api.js";

/** Every route, and who may call it. A new route is to be thought about, then added here. */
const ROUTES: Readonly<Record<string, "anyone" | "session" | "operator" | "admin">> = {
  "GET /livez": "anyone",
  "GET /readyz": "anyone",
  "POST /api/v1/session": "anyone",
  "GET /api/v1/session": "session",
  "DELETE /api/v1/session": "session",
  "GET /api/v1/setup": "anyone",
  "POST /api/v1/setup": "anyone",
  "GET /api/v1/hosts": "session",
  "PATCH /api/v1/hosts/:id": "admin",
  "POST /api/v1/hosts/:id/revoke": "admin",
  "POST /api/v1/enrolment-tokens": "admin",
  "GET /api/v1/enrolment-tokens": "admin",
  "DELETE /api/v1/enrolment-tokens/:id": "admin",
  "GET /agent/install.sh": "anyone",
  "GET /agent/uninstall.sh": "anyone",
  "GET /agent/:file": "anyone",
  "GET /api/v1/hosts/:id/latest": "session",
  "GET /api/v1/hosts/:id/sysctls": "session",
  "GET /api/v1/hosts/:id/top-lists": "session",
  "GET /api/v1/hosts/:id/condition": "session",
  "GET /api/v1/hosts/:id/namespaces": "session",
  "POST /api/v1/hosts/:id/owners": "operator",
  "GET /api/v1/hosts/:id/series": "session",
  "GET /api/v1/openapi.json": "session",
  "GET /api/docs": "session",
  "GET /api/docs/start.js": "session",
  "GET /api/docs/:file": "session",
};

interface Layer {
  readonly name: string;
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> } | undefined;
}

let api: TestApi;
let database: TestDatabase;
let opened: Database;
let app: NestExpressApplication;
beforeAll(async () => {
  api = await startTestApi();
  database = await createTestDatabase();
  const parsed = parseApiConfig({ DATABASE_URL: database.url });
  if (!parsed.ok) throw new Error(parsed.problems.join());
  opened = await createDatabase({ url: database.url });
  const log = pino({ level: "silent" });
  app = await createApp({ config: parsed.config, clock: new SystemClock(), log, database: opened });
});
afterAll(async () => {
  await app.close();
  await opened.close();
  await database.drop();
  await api.dispose();
});

function layers(): readonly Layer[] {
  // Safe: express 5 keeps a route's methods on it; its types leave them out.
  return app.getHttpAdapter().getInstance().router.stack as unknown as readonly Layer[];
}

function concrete(route: string): readonly [method: string, path: string] {
  const [method = "", path = ""] = route.split(" ");
  return [
    method,
    path.replace(":id", "0198c3f0-0000-7000-8000-000000000000").replace(":file", "swagger-ui.css"),
  ];
}

describe("the routes", () => {
  it("are exactly those listed", () => {
    const found = layers().flatMap(({ route }) =>
      route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
    );
    expect(found.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it("have nothing before them that answers by itself, but the pages", () => {
    const names = layers().flatMap((layer) => (layer.route ? [] : [layer.name]));
    // First Nest's own note of the request and the request log; last Nest's two: no such route, and errors.
    const [nest, log, ...rest] = names;
    expect([nest, log]).toEqual(["<anonymous>", "result"]);
    expect(rest.slice(0, -2)).toEqual(["helmetMiddleware", "compression", "forbidCaching", "jsonParser"]);
  });

  const guarded = Object.entries(ROUTES).filter(([, who]) => who !== "anyone");
  it.each(guarded)("%s answers 401 without a session, whatever form the path takes", async (route) => {
    const [method, path] = concrete(route);
    const browser = new Browser(api.url);
    const plain = await browser.request(method, path);
    expect(plain.json.code).toBe("unauthenticated");
    const forms = [
      path.replace("/api", "//api"),
      path.replaceAll("/", "//"),
      `${path}/`,
      path.replace("api", "%61pi"),
    ];
    for (const form of [...forms, `${path};x=1`, path.toUpperCase(), `${path}?x=1`]) {
      // 503 is the page that says that no pages are built.
      expect([401, 404, 503], form).toContain((await browser.request(method, form)).status);
    }
    const bypass = {
      "x-middleware-subrequest": "middleware",
      rsc: "1",
      "next-action": "x",
      "x-http-method-override": "POST",
    };
    expect((await browser.request(method, path, undefined, bypass)).status).toBe(401);
    if (method === "GET") expect((await browser.request("HEAD", path)).status).toBe(401);
  });

  it.each(guarded)("%s answers 401 to an absolute-form target", async (route) => {
    const [method, path] = concrete(route);
    const answer = await rawRequest(
      api.port,
      `${method} http://x${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${api.url}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[14] /);
  });

  it.each(Object.entries(ROUTES).filter(([, who]) => who === "anyone"))(
    "%s needs no session",
    async (route) => {
      const [method, path] = concrete(route);
      expect((await new Browser(api.url).request(method, path)).status).not.toBe(401);
    },
  );

  it.each(["viewer", "operator"] as const)("for those above answer 403 to a %s", async (role) => {
    const accounts = await openAccounts(api.databaseUrl);
    const email = `${role}@example.org`;
    await accounts.add(email, ADMIN.password, role);
    await accounts.close();
    const browser = new Browser(api.url);
    await browser.login({ email, password: ADMIN.password });
    const above = role === "viewer" ? ["operator", "admin"] : ["admin"];
    const closed = Object.entries(ROUTES).filter(([, who]) => above.includes(who));
    expect(closed.length).toBeGreaterThan(0);
    for (const [route] of closed) {
      const { status, json } = await browser.request(...concrete(route));
      expect([status, json.code], route).toEqual([403, "forbidden"]);
    }
  });

  it("answer a problem where there is no route", async () => {
    const { status, headers, json } = await new Browser(api.url).get("/api/v1/nothing");
    expect(status).toBe(404);
    expect(headers.get("content-type")).toContain("application/problem+json");
    expect(json).toMatchObject({ code: "not-found", status: 404, type: "urn:fourtuple:problem:not-found" });
  });

  it("give each answer its own id, and never name the framework", async () => {
    const browser = new Browser(api.url);
    const [first, second] = [await browser.get("/livez"), await browser.get("/livez")];
    expect(first.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.headers.get("x-request-id")).not.toBe(second.headers.get("x-request-id"));
    expect(first.headers.get("x-powered-by")).toBeNull();
  });
});

describe("sockets", () => {
  it.each(["/live", "/"])("in the namespace %s let nobody in without a session", async (namespace) => {
    const error = await refused(openLive(new Browser(api.url), {}, namespace));
    expect(error.message).toBe(namespace === "/" ? "there is nothing in this namespace" : "unauthenticated");
  });

  it("in the other namespaces let nobody in at all", async () => {
    const browser = new Browser(api.url);
    await browser.login();
    expect((await refused(openLive(browser, {}, "/"))).message).toBe("there is nothing in this namespace");
    expect((await refused(openLive(browser, {}, "/other"))).message).toBe("Invalid namespace");
  });

  it.each(["/", "/agent/v2", "/agent/v1/", "/live", "/api/v1/hosts"])("do not open at %s", async (path) => {
    expect(await upgrade(path)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it("of agents do not open for a browser", async () => {
    expect(await upgrade("/agent/v1", `\r\nOrigin: ${api.url}`)).toMatch(/^HTTP\/1\.1 403 /);
    expect(await upgrade("/agent/v1")).toMatch(/^HTTP\/1\.1 101 /);
  });

  it("do not speak socket.io's polling", async () => {
    const { status } = await new Browser(api.url).get("/socket.io/?EIO=4&transport=polling");
    expect(status).toBe(400);
  });
});

function upgrade(path: string, headers = ""): Promise<string> {
  const handshake = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13";
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  return rawRequest(api.port, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${handshake}\r\n${key}${headers}`);
}

/** @returns the first bytes of the answer. */
function rawRequest(port: number, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${head}\r\n\r\n`));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString("latin1"));
    });
    socket.once("error", reject);
  });
}
