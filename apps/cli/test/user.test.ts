import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand, startCommand } from "./command.js";

const LIMIT_MS = 90_000;
const EMAIL = "ann@example.org";
let settings: Readonly<Record<string, string>> = {};
let dataDir = "";

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "fourtuple-user-"));
  settings = { FOURTUPLE_DATA_DIR: dataDir, FOURTUPLE_PORT: "0" };
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const user = (args: readonly string[], input = "") => runCommand(["user", ...args], settings, input);

async function logIn(url: string, password: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: EMAIL, password }),
  });
  return response.status;
}

test("an admin made before the first start can log in, and gets a new password while the server runs", {
  timeout: LIMIT_MS,
}, async () => {
  const made = await user(["add", "Ann@Example.org"], "a first long password\n");
  expect(made).toEqual({ code: 0, out: "Made Ann@Example.org, admin.\n", err: "" });
  expect(existsSync(join(dataDir, "postgres/cluster/postmaster.pid"))).toBe(false);

  const server = startCommand(["up", "--no-agent"], settings);
  try {
    const [, url = ""] = await server.waitFor(/Open +(http:\S+)/);
    expect(server.output().out).not.toContain("/setup/");
    expect(await logIn(url, "a first long password")).toBeLessThan(300);
    expect((await user(["password", EMAIL], "a second long password\n")).code).toBe(0);
    expect(await logIn(url, "a first long password")).toBe(401);
    expect(await logIn(url, "a second long password")).toBeLessThan(300);
    expect((await user(["list"])).out).toMatch(
      /^EMAIL +ROLE +SINCE\nann@example\.org +admin +\d{4}-\d\d-\d\d\n$/,
    );
  } finally {
    server.child.kill("SIGTERM");
  }
  expect(await server.ended).toBe(0);
});

test.each([
  ["a short password", ["add", "bob@example.org"], "short\n", /password must have at least 12 characters/],
  ["no password", ["add", "bob@example.org"], "", /No password was given/],
  ["no address", ["add", "bob"], "a long enough password\n", /must be an e-mail address/],
  [
    "a user that is there already",
    ["add", EMAIL],
    "a long enough password\n",
    /There is a user ann@example\.org/,
  ],
  [
    "a user that is not there",
    ["password", "x@example.org"],
    "a long enough password\n",
    /There is no user x@/,
  ],
])("%s is refused in one sentence", { timeout: LIMIT_MS }, async (_what, args, input, reason) => {
  const { code, out, err } = await user(args, input);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(reason);
  expect(err).toMatch(/^[^\n]+\n$/);
});
