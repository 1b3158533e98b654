import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { CreatedToken, HostSummary, HostsResponse } from "@fourtuple/contracts/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FourtupleProcess, Installation, until } from "./fourtuple-process.js";

const bin = resolve(import.meta.dirname, "../../apps/cli/bin/fourtuple.mjs");

let installation: Installation;
let folder: string;
let serverUrl: string;
const running: FourtupleProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fourtuple-agents-"));
  installation = await Installation.create();
  await installation.start("--no-agent");
  await installation.login();
  serverUrl = installation.origin.replace("http", "ws");
});

afterAll(async () => {
  for (const process of running) await process.end("SIGKILL");
  await installation.remove();
  await rm(folder, { recursive: true });
});

async function makeToken(body: object = {}): Promise<CreatedToken> {
  return installation.send<CreatedToken>("POST", "/api/v1/enrolment-tokens", body);
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `fourtuple agent enroll` to its end. */
async function enroll(args: readonly string[], env: Record<string, string> = {}, input = ""): Promise<Ended> {
  const child = spawn(process.execPath, [bin, "agent", "enroll", ...args], {
    env: { ...process.env, ...env },
  });
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, out, err };
}

async function hostNamed(name: string, status: HostSummary["status"]): Promise<HostSummary> {
  return until(`${name} to be ${status}`, 15_000, async () => {
    const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
    return hosts.find((host) => host.name === name && host.status === status);
  });
}

function runAgent(identity: string): FourtupleProcess {
  const process = new FourtupleProcess(["agent", "--server", serverUrl, "--identity", identity], {});
  running.push(process);
  return process;
}

describe("fourtuple agent enroll", () => {
  it("runs as the line that the server shows, and the agent then just connects", async () => {
    const identity = join(folder, "second", "identity");
    const { command, runCommand } = await makeToken({ name: "second", labels: { role: "db" } });
    expect(runCommand).toBe(`npx fourtuple agent --server ${serverUrl}`);
    const args = command.replace("npx fourtuple agent enroll ", "").split(" ");
    const { code, out, err } = await enroll([...args, "--identity", identity]);
    expect({ code, out, err }).toEqual({ code: 0, out: "enrolled as second\n", err: "" });
    expect((await stat(identity)).mode & 0o777).toBe(0o600);

    const agent = runAgent(identity);
    const host = await hostNamed("second", "live");
    expect(host).toMatchObject({ labels: { role: "db" }, connected: true, duplicateKeySeenMs: null });
    await agent.end("SIGTERM");
  });

  it("takes the token from standard input or the environment, where no other user sees it", async () => {
    const piped = await makeToken({ name: "piped" });
    const identity = join(folder, "piped");
    const fromInput = await enroll(
      ["--server", serverUrl, "--identity", identity, "--token", "-"],
      {},
      `${piped.token}\n`,
    );
    expect(fromInput).toEqual({ code: 0, out: "enrolled as piped\n", err: "" });
    const settings = {
      FOURTUPLE_SERVER: serverUrl,
      FOURTUPLE_IDENTITY_FILE: identity,
      FOURTUPLE_ENROLMENT_TOKEN: (await makeToken()).token,
    };
    const { code, out } = await enroll([], settings);
    expect({ code, out }).toEqual({ code: 0, out: "already enrolled as piped; the token was not used\n" });
  });

  it("refuses in one sentence: no token, one that was used, one that nobody made, a server that is not there", async () => {
    const used = await makeToken();
    const at = (name: string) => ["--server", serverUrl, "--identity", join(folder, name)];
    await enroll([...at("first"), "--token", used.token]);
    const unmade = `fte_${"A".repeat(43)}`;
    const refusals: readonly (readonly [Ended, string])[] = [
      [await enroll(at("none")), "No enrolment token was given"],
      [await enroll([...at("late"), "--token", used.token]), "used already"],
      [await enroll([...at("none"), "--token", unmade]), "no such enrolment token"],
      [await enroll([...at("none"), "--server", "ws://127.0.0.1:1", "--token", unmade]), "No connection"],
    ];
    for (const [{ code, out, err }, words] of refusals) {
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toContain(words);
      expect(err).toMatch(/^[^\n]+\n$/);
      expect(err).not.toContain(used.token);
    }
  });

  it("cannot bring back a host that was revoked; its agent is sent away within five seconds", async () => {
    const identity = join(folder, "revoked");
    const { token } = await makeToken({ name: "gone" });
    await enroll(["--server", serverUrl, "--identity", identity, "--token", token]);
    const agent = runAgent(identity);
    const { id } = await hostNamed("gone", "live");
    const startMs = performance.now();
    await installation.send("POST", `/api/v1/hosts/${id}/revoke`);
    await until(
      "the agent told of its refusal",
      5_000,
      async () => agent.output.includes("revoked") || undefined,
    );
    expect(performance.now() - startMs).toBeLessThan(5_000);
    const again = await enroll([
      ...["--server", serverUrl, "--identity", identity],
      ...["--token", (await makeToken()).token],
    ]);
    expect(again.code).toBe(1);
    expect(again.err).toContain("move that file away");
  });

  it("two agents with copies of one key are flagged", async () => {
    const identity = join(folder, "cloned");
    const { token } = await makeToken({ name: "cloned" });
    await enroll(["--server", serverUrl, "--identity", identity, "--token", token]);
    runAgent(identity);
    runAgent(identity);
    const host = await until("the flag", 30_000, async () => {
      const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
      return hosts.find(({ name, duplicateKeySeenMs }) => name === "cloned" && duplicateKeySeenMs !== null);
    });
    expect(Math.abs((host.duplicateKeySeenMs ?? 0) - Date.now())).toBeLessThan(30_000);
  });
});
