import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Refuse } from "@fourtuple/contracts/agent";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { enrolAgent, loadOrCreateIdentity, parseAgentConfig } from "../src/index.js";
import { TinyServer } from "./tiny-server.js";

const TOKEN = `fte_${"a".repeat(43)}`;

let directory: string;
let server: TinyServer;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "fourtuple-enrol-"));
  server = await TinyServer.listen();
});
afterEach(async () => {
  await server.kill();
  await rm(directory, { recursive: true });
});

function configFor(serverUrl = server.url) {
  const FOURTUPLE_IDENTITY_FILE = join(directory, "agent", "identity");
  const parsed = parseAgentConfig({ FOURTUPLE_SERVER: serverUrl, FOURTUPLE_IDENTITY_FILE });
  if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
  return parsed.config;
}

describe("enrolling", () => {
  it("makes a key that only its owner can read, proves it, hands over the token, and hangs up", async () => {
    const config = configFor();
    const outcome = await enrolAgent(config, TOKEN);
    // A server of the version before says no more than the host's id.
    expect(outcome).toEqual({ ok: true, hostName: "0195f3a0-0000-7000-8000-000000000001", isNew: false });
    expect((await stat(config.identityFile)).mode & 0o777).toBe(0o600);
    const { publicKey } = await loadOrCreateIdentity(config.identityFile);
    expect(server.visit.hello).toMatchObject({ publicKey, enrolmentToken: TOKEN });
    expect(server.visit.problems).toEqual([]);
    expect(server.visit.closeCode).toBe(1000);
  });

  it("notes the server beside the key, for its owner alone, and forgets none by a refusal", async () => {
    const config = configFor();
    await enrolAgent(config, TOKEN);
    const noted = `${config.identityFile}.server`;
    expect(await readFile(noted, "utf8")).toBe(`${server.url}\n`);
    expect((await stat(noted)).mode & 0o777).toBe(0o600);
    server.behaviour = { refuse: { code: "revoked", message: "said the server" } };
    await enrolAgent(config, TOKEN);
    expect(await readFile(noted, "utf8")).toBe(`${server.url}\n`);
    expect((await readdir(dirname(noted))).sort()).toEqual(["identity", "identity.pub", "identity.server"]);
  });

  it("says what to set where the address cannot be noted", async () => {
    const config = configFor();
    await mkdir(`${config.identityFile}.server/full`, { recursive: true });
    await expect(enrolAgent(config, TOKEN)).rejects.toThrow(`set FOURTUPLE_SERVER to ${server.url}`);
  });

  it("uses the key that is there", async () => {
    const config = configFor();
    await enrolAgent(config, TOKEN);
    const before = await readFile(config.identityFile, "utf8");
    await enrolAgent(config, TOKEN);
    expect(await readFile(config.identityFile, "utf8")).toBe(before);
  });

  it("leaves nothing behind for a text that is no token", async () => {
    for (const text of ["", "short", "with a space in the middle of it", "x".repeat(200)]) {
      const outcome = await enrolAgent(configFor(), text);
      expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining("no enrolment token") });
    }
    expect(server.visits).toEqual([]);
    await expect(stat(configFor().identityFile)).rejects.toThrow("ENOENT");
  });

  it.each<[Refuse["code"], string]>([
    ["bad-token", "make a new one"],
    ["expired-token", "make a new one"],
    ["used-token", "make a new one"],
    ["unknown-agent", "older version"],
    ["revoked", "move that file away"],
    ["overloaded", "overloaded"],
  ])("tells a refusal of %s in one sentence, with what to do", async (code, advice) => {
    server.behaviour = { refuse: { code, message: "said the server" } };
    const outcome = await enrolAgent(configFor(), TOKEN);
    if (outcome.ok) throw new Error("it was let in");
    expect(outcome.reason).toContain(advice);
    expect(outcome.reason).toMatch(/^[^\n]+\.$/);
    expect(outcome.reason).not.toContain(TOKEN);
  });

  it("says so when nobody listens", async () => {
    const { url } = server;
    await server.kill();
    const outcome = await enrolAgent(configFor(url), TOKEN);
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining(`No connection to ${url}`) });
    server = await TinyServer.listen();
  });
});
