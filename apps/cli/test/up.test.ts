import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test as testAnywhere, vi } from "vitest";
import { type RunningCommand, runCommand, startCommand } from "./command.js";

/** Processes are told apart by /proc. */
const test = testAnywhere.runIf(process.platform === "linux");
const ADDRESS = /Open +(http:\/\/127\.0\.0\.1:\d+)/;
const LIMIT_MS = 90_000;

let dataDir = "";
let started: RunningCommand[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "fourtuple-up-"));
});

afterEach(async () => {
  for (const { child } of started) child.kill("SIGTERM");
  await Promise.all(started.map(({ ended }) => ended));
  started = [];
  // What a killed server has left behind is taken over and stopped.
  if (existsSync(join(dataDir, "postgres/cluster/postmaster.pid"))) await stopServer(await startServer());
  rmSync(dataDir, { recursive: true, force: true });
});

async function startServer(settings: Readonly<Record<string, string>> = {}) {
  const command = startCommand(["up"], { FOURTUPLE_DATA_DIR: dataDir, FOURTUPLE_PORT: "0", ...settings });
  started.push(command);
  const [, url = ""] = await command.waitFor(ADDRESS);
  return { command, url };
}

async function stopServer({ command }: { command: RunningCommand }) {
  command.child.kill("SIGINT");
  return command.ended;
}

/** A process that has ended may still be listed, where process 1 does not collect orphans. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

function postmasterPid(): number {
  return Number(readFileSync(join(dataDir, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0]);
}

/** The children of a process that run our agent, by /proc. */
function agentPids(parent: number): readonly number[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim().split(" ");
  return children
    .map(Number)
    .filter((pid) => pid > 0 && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("\0agent\0"));
}

function pidOf(command: RunningCommand): number {
  if (command.child.pid === undefined) throw new Error("the command did not start");
  return command.child.pid;
}

test("serves, shows the link for the first admin, and one Ctrl-C stops all of it with exit code 0", {
  timeout: LIMIT_MS,
}, async () => {
  const server = await startServer();
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  expect(server.command.output().out).toContain(`${server.url}/setup/`);
  const postmaster = postmasterPid();
  const agents = agentPids(pidOf(server.command));
  expect(agents).toHaveLength(1);
  // npm and the start script pass on what the terminal already sent.
  server.command.child.kill("SIGINT");
  server.command.child.kill("SIGINT");
  expect(await server.command.ended).toBe(0);
  expect(server.command.output().err).toBe("");
  expect([postmaster, ...agents].filter(isAlive)).toEqual([]);
  expect(existsSync(join(dataDir, "running.json"))).toBe(false);
});

test("a second start on the same data names the first and its address", { timeout: LIMIT_MS }, async () => {
  const { command } = await startServer();
  const second = await runCommand(["up"], { FOURTUPLE_DATA_DIR: dataDir, FOURTUPLE_PORT: "0" });
  expect(second.code).toBe(1);
  expect(second.err).toMatch(/^[^\n]*already runs[^\n]*\n$/);
  expect(second.err).toContain(`process ${command.child.pid}`);
  expect(isAlive(pidOf(command))).toBe(true);
});

test("after kill -9 the agent ends by itself and the next start goes on with the data", {
  timeout: LIMIT_MS,
}, async () => {
  const first = await startServer();
  const [agent = 0] = agentPids(pidOf(first.command));
  const postmaster = postmasterPid();
  first.command.child.kill("SIGKILL");
  await first.command.ended;
  await vi.waitFor(() => expect(isAlive(agent)).toBe(false), { timeout: 10_000 });
  expect(isAlive(postmaster)).toBe(true);
  const second = await startServer();
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  expect(postmasterPid()).toBe(postmaster);
  expect(await stopServer(second)).toBe(0);
  expect(isAlive(postmaster)).toBe(false);
});

test("a second Ctrl-C ends it at once, with what hangs", { timeout: LIMIT_MS }, async () => {
  const { command } = await startServer();
  const [agent = 0] = agentPids(pidOf(command));
  const postmaster = postmasterPid();
  process.kill(agent, "SIGSTOP");
  // What follows the first within half a second is taken for its echo.
  const impatient = setInterval(() => command.child.kill("SIGINT"), 100);
  expect(await command.ended).toBe(130);
  clearInterval(impatient);
  await vi.waitFor(() => expect([agent, postmaster].filter(isAlive)).toEqual([]), { timeout: 10_000 });
});

test("an agent that dies is started again", { timeout: LIMIT_MS }, async () => {
  const { command } = await startServer();
  const [agent = 0] = agentPids(pidOf(command));
  process.kill(agent, "SIGKILL");
  await command.waitFor(/The agent ended \(SIGKILL\); it starts again in 1 s\./);
  await vi.waitFor(() => expect(agentPids(pidOf(command))).toHaveLength(1), { timeout: 10_000 });
});

test("a database that dies ends the server in one sentence with exit code 1", {
  timeout: LIMIT_MS,
}, async () => {
  const { command } = await startServer();
  process.kill(postmasterPid(), "SIGKILL");
  expect(await command.ended).toBe(1);
  expect(command.output().err).toMatch(/PostgreSQL ended unexpectedly/);
});

test("listening beyond loopback without TLS is said loudly", { timeout: LIMIT_MS }, async () => {
  const command = startCommand(["up"], {
    FOURTUPLE_DATA_DIR: dataDir,
    FOURTUPLE_PORT: "0",
    FOURTUPLE_HOST: "0.0.0.0",
  });
  started.push(command);
  await command.waitFor(/WARNING: Fourtuple listens on 0\.0\.0\.0 without TLS/);
  await command.waitFor(/Open /);
});
