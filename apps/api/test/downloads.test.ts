import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CreatedToken } from "@fourtuple/contracts/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

const BINARY = "\u007fELF the agent";

let folder: string;
let api: TestApi;
let visitor: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourtuple-packages-"));
  const packages = join(folder, "packages");
  await mkdir(join(packages, "sub"), { recursive: true });
  await writeFile(join(folder, "outside.txt"), "outside");
  await writeFile(join(packages, "install.sh"), "origin='@ORIGIN@'\n");
  await writeFile(join(packages, "uninstall.sh"), "# @ORIGIN@\n");
  await writeFile(join(packages, "fourtuple-agent-linux-x64"), BINARY);
  await writeFile(join(packages, "SHA256SUMS"), "00  fourtuple-agent-linux-x64\n");
  await writeFile(join(packages, ".secret"), "dot");
  await symlink(join(folder, "outside.txt"), join(packages, "link"));
  api = await startTestApi({ config: { packagesDir: packages } });
  visitor = new Browser(api.url);
});
afterAll(async () => {
  await api.dispose();
  await rm(folder, { recursive: true });
});

describe("the packages of the agent", () => {
  it("are handed out to anyone, as what they are", async () => {
    const { status, text, headers } = await visitor.get("/agent/fourtuple-agent-linux-x64");
    expect([status, text]).toEqual([200, BINARY]);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("cache-control")).toBe("no-cache");
    expect((await visitor.get("/agent/SHA256SUMS")).headers.get("content-type")).toContain("text/plain");
  });

  it("are not sent twice to who has them", async () => {
    const path = "/agent/fourtuple-agent-linux-x64";
    const etag = (await visitor.get(path)).headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    expect((await rawGet(api.port, path, { "if-none-match": etag })).status).toBe(304);
    const part = await visitor.get(path, { range: "bytes=1-3" });
    expect([part.status, part.text]).toEqual([206, "ELF"]);
  });

  it("come with scripts that name this server", async () => {
    const { text, headers } = await visitor.get("/agent/install.sh");
    expect(text).toBe(`origin='${api.url}'\n`);
    expect(headers.get("content-type")).toBe("text/x-shellscript; charset=utf-8");
    expect((await visitor.get("/agent/uninstall.sh")).text).toBe(`# ${api.url}\n`);
  });

  it.each([
    "/agent/../outside.txt",
    "/agent/..%2foutside.txt",
    "/agent/%2e%2e%2foutside.txt",
    "/agent/..%5coutside.txt",
    "/agent/sub",
    "/agent/sub/",
    "/agent/.secret",
    "/agent/link",
    "/agent/%00",
    "/agent/v1",
    "/agent/",
    "/agent/fourtuple-agent-linux-arm64",
  ])("give nothing that does not lie in their folder itself: %s", async (path) => {
    const { status, body } = await rawGet(api.port, path);
    expect([400, 404, 503]).toContain(status);
    expect(body).not.toMatch(/outside$|^dot/);
  });

  it("make the line that a new host needs", async () => {
    await visitor.login();
    const { json } = await visitor.post<CreatedToken>("/api/v1/enrolment-tokens", {});
    expect(json.installCommand).toBe(
      `curl -fsSL ${api.url}/agent/install.sh | sh -s -- --token ${String(json.token)}`,
    );
  });
});

describe("a server without packages", () => {
  it("says how to make them, and hands out no line that could not work", async () => {
    const bare = await startTestApi({ config: { packagesDir: join(folder, "nothing") } });
    const browser = new Browser(bare.url);
    for (const name of ["install.sh", "uninstall.sh", "SHA256SUMS", "fourtuple-agent-linux-x64.gz"]) {
      const { status, json, headers } = await browser.get(`/agent/${name}`);
      expect([status, json.detail]).toEqual([404, expect.stringContaining("npm run package")]);
      expect(headers.get("content-type")).toContain("application/problem+json");
    }
    await browser.login();
    expect((await browser.post<CreatedToken>("/api/v1/enrolment-tokens", {})).json.installCommand).toBeNull();
    await bare.dispose();
  });
});

/** As it is, where fetch would tidy the path and ask for no cache. */
function rawGet(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path, headers }, (answer) => {
      let body = "";
      answer.on("data", (chunk) => {
        body += String(chunk);
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    sent.once("error", reject);
    sent.end();
  });
}
