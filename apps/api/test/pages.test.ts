import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

const INLINE = 'self.__next_f.push([1,"fleet"])';

let directory: string;
let api: TestApi;
let browser: Browser;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "fourtuple-web-"));
  const web = join(directory, "out");
  await mkdir(join(web, "_next/static/chunks"), { recursive: true });
  await mkdir(join(web, "learn"));
  const page = (title: string) =>
    `<title>${title}</title><script src="/_next/static/chunks/a.js"></script><script>${INLINE}</script>`;
  await writeFile(join(web, "index.html"), page("Fleet"));
  await writeFile(join(web, "learn/index.html"), page("Learn"));
  await writeFile(join(web, "404.html"), "<title>No such page</title><script>404</script>");
  await writeFile(join(web, "_next/static/chunks/a.js"), "1");
  await writeFile(join(web, ".secret"), "dot");
  await writeFile(join(directory, "outside.txt"), "outside");
  api = await startTestApi({ config: { webDir: web, publicUrl: "https://tcp.example.org" } });
  browser = new Browser(`http://127.0.0.1:${api.port}`, "https://tcp.example.org");
});
afterAll(async () => {
  await api.dispose();
  await rm(directory, { recursive: true });
});

function sha256(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

describe("the pages", () => {
  it("are served by their folder's name, and asked for anew each time", async () => {
    const fleet = await browser.get("/");
    expect([fleet.status, fleet.text]).toEqual([200, expect.stringContaining("Fleet")]);
    expect(fleet.headers.get("cache-control")).toBe("no-cache");
    expect((await browser.get("/learn/")).text).toContain("Learn");
    expect((await browser.get("/learn")).headers.get("location")).toBe("/learn/");
  });

  it("allow the scripts they hold by hash, and no other inline script", async () => {
    const policy = (await browser.get("/")).headers.get("content-security-policy") ?? "";
    const directives = Object.fromEntries(policy.split(";").map((part) => part.split(/ (.*)/s).slice(0, 2)));
    expect(directives["script-src"]).toBe(`'self' ${sha256(INLINE)}`);
    expect(directives["connect-src"]).toBe("'self' wss://tcp.example.org");
    expect(directives).toMatchObject({
      "object-src": "'none'",
      "base-uri": "'none'",
      "frame-ancestors": "'none'",
    });
  });

  it("may be built anew under a running server: their new scripts are allowed at once", async () => {
    const before = '<title>Learn</title><script>"before"</script>';
    const after = '<title>Learn</title><script>"after!"</script>';
    const policyOf = async () => (await browser.get("/learn/")).headers.get("content-security-policy");
    const file = join(directory, "out/learn/index.html");
    await writeFile(file, before);
    expect(await policyOf()).toContain(sha256('"before"'));
    await writeFile(file, after);
    const policy = await policyOf();
    expect(policy).toContain(sha256('"after!"'));
    expect(policy).not.toContain(sha256('"before"'));
  });

  it("allow no inline script in anything that is not a page", async () => {
    const policy = (await browser.get("/livez")).headers.get("content-security-policy");
    expect(policy).toContain("script-src 'self';");
  });

  it("have static parts that browsers keep for good", async () => {
    const { status, headers } = await browser.get("/_next/static/chunks/a.js");
    expect([status, headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
  });

  it("are sent compressed to browsers that take it", async () => {
    await writeFile(join(directory, "out/_next/static/chunks/large.js"), "0;".repeat(4000));
    const { headers, text } = await browser.get("/_next/static/chunks/large.js", {
      "accept-encoding": "gzip",
    });
    expect([headers.get("content-encoding"), text.length]).toEqual(["gzip", 8000]);
  });

  it("that do not exist are answered 404 with the page for that", async () => {
    for (const path of ["/nothing/", "/_next/static/chunks/old.js"]) {
      const { status, text, headers } = await browser.get(path);
      expect([path, status, text]).toEqual([path, 404, expect.stringContaining("No such page")]);
      expect(headers.get("cache-control")).toBe("no-cache");
    }
  });

  it.each([
    "/../outside.txt",
    "/%2e%2e/outside.txt",
    "/..%2foutside.txt",
    "/_next/static/../../../outside.txt",
    "/_next/static/%2e%2e/%2e%2e/%2e%2e/outside.txt",
    "/..%5coutside.txt",
    "/%00",
    "/.secret",
    "//127.0.0.1/..",
  ])("give nothing from outside their folder: %s", async (path) => {
    const { status, body } = await rawGet(api.port, path);
    expect([301, 400, 403, 404]).toContain(status);
    expect(body).not.toMatch(/outside|dot/);
  });

  it("come with TLS's own headers when people reach them by https", async () => {
    const { headers } = await browser.get("/");
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("with an https address", () => {
  it("the session cookie is bound to this host and to TLS", async () => {
    const { headers, status } = await browser.login();
    expect(status).toBe(200);
    expect(headers.get("set-cookie")).toMatch(
      /^__Host-fourtuple=[^;]+; .*Path=\/; .*HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await browser.get("/api/v1/session")).status).toBe(200);
  });
});

describe("the API's own pages", () => {
  it("describe every route with its schemas as OpenAPI 3.1", async () => {
    await browser.login();
    const { json } = await browser.get<OpenApi>("/api/v1/openapi.json");
    expect(json.openapi).toBe("3.1.0");
    expect(Object.keys(json.paths).sort()).toEqual([
      "/api/v1/enrolment-tokens",
      "/api/v1/enrolment-tokens/{id}",
      "/api/v1/hosts",
      "/api/v1/hosts/{id}",
      "/api/v1/hosts/{id}/condition",
      "/api/v1/hosts/{id}/latest",
      "/api/v1/hosts/{id}/namespaces",
      "/api/v1/hosts/{id}/owners",
      "/api/v1/hosts/{id}/revoke",
      "/api/v1/hosts/{id}/series",
      "/api/v1/hosts/{id}/sysctls",
      "/api/v1/hosts/{id}/top-lists",
      "/api/v1/session",
      "/api/v1/setup",
      "/livez",
      "/readyz",
    ]);
    const parameters = json.paths["/api/v1/hosts/{id}/series"]?.get?.parameters;
    expect(parameters?.map(({ name, required }) => [name, required])).toEqual([
      ["id", true],
      ["metrics", true],
      ["from", false],
      ["to", false],
      ["step", false],
    ]);
    expect(
      json.paths["/api/v1/session"]?.post?.requestBody?.content["application/json"].schema.required,
    ).toEqual(["email", "password"]);
  });

  it("show it with Swagger UI, from this server alone", async () => {
    await browser.login();
    const page = await browser.get("/api/docs");
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.text).not.toMatch(/https?:\/\//);
    for (const [, path = ""] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await browser.get(path)).status, path).toBe(200);
    }
    expect((await browser.get("/api/docs/package.json")).status).toBe(404);
    expect((await browser.get("/api/docs/..%2fpackage.json")).status).toBe(404);
  });
});

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly required: boolean }[];
  readonly requestBody?: {
    readonly content: { "application/json": { schema: { required: readonly string[] } } };
  };
}

/** Sends the path as it is; `fetch` would tidy it first. */
function rawGet(port: number, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part) => {
        body += part;
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}
