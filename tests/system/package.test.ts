import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CreatedToken, HostSummary, HostsResponse, LatestResponse } from "@fourtuple/contracts/web";
import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { Installation, until } from "./fourtuple-process.js";
import { bareRoot, debianRoot, inRoot, listFiles, type Root, userIn } from "./package/host-roots.js";
import { type Built, buildPackages, ProgramRun, toolsOnly } from "./package/packaged-agent.js";

let built: Built;
let installation: Installation;
const running: ProgramRun[] = [];
const cleanups: (() => void)[] = [];

beforeAll(async () => {
  built = buildPackages();
  // The server of this test hands out these packages, not those that a clone may hold.
  if (built.ok) process.env.FOURTUPLE_PACKAGES_DIR = built.folder;
  installation = await Installation.create();
  await installation.start("--no-agent");
  await installation.login();
}, 360_000);

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

afterAll(async () => {
  await installation?.remove();
  delete process.env.FOURTUPLE_PACKAGES_DIR;
  if (built?.ok) rmSync(dirname(built.folder), { recursive: true, force: true });
});

/** Ends the test with the reason where this machine lacks something; never without a word. */
function need<T extends { readonly ok: true }>(
  context: TestContext,
  thing: T | { readonly ok: false; readonly reason: string },
): T {
  if (!thing.ok) return context.skip(thing.reason);
  return thing;
}

function needRoot(context: TestContext, root: Root): string {
  const { path, remove } = need(context, root);
  cleanups.push(remove);
  return path;
}

async function makeToken(name: string): Promise<CreatedToken> {
  return installation.send<CreatedToken>("POST", "/api/v1/enrolment-tokens", { name });
}

function start(...args: ConstructorParameters<typeof ProgramRun>): ProgramRun {
  const program = new ProgramRun(...args);
  running.push(program);
  return program;
}

/** The line to run the agent that the script ends with. */
function runLine(output: string): string[] {
  const [, line = ""] = /To run the agent:\n {2}(.+)\n/.exec(output) ?? [];
  expect(line, output).not.toBe("");
  return line.split(" ");
}

async function liveHost(name: string): Promise<HostSummary> {
  return until(`${name} to be live`, 20_000, async () => {
    const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
    return hosts.find((host) => host.name === name && host.status === "live");
  });
}

async function censusSourceOf(host: HostSummary): Promise<string | undefined> {
  const { sample } = await installation.get<LatestResponse>(`/api/v1/hosts/${host.id}/latest`);
  return sample?.censusSource;
}

describe("the agent as one file", () => {
  it("runs with an empty environment in a read-only root that holds a shell and shared libraries alone", async (context) => {
    const { executable } = need(context, built);
    const root = needRoot(context, bareRoot(executable));
    const agent = `/bin/${executable.split("/").at(-1)}`;
    const version = start(inRoot(root, [agent, "--version"], { readOnly: true }));
    expect([await version.ended(), version.output]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
    const once = start(inRoot(root, [agent, "once"], { readOnly: true }));
    expect([await once.ended(), once.output.slice(0, 1)]).toEqual([0, "{"]);
    const snapshot = JSON.parse(once.output);
    // The native module was written to /dev/shm, run from there, and removed.
    expect([snapshot.source, snapshot.problems]).toEqual(["sock_diag", []]);
  });

  it("says what it may see, and what is wrong with a command line", async (context) => {
    const { executable } = need(context, built);
    const check = start({
      command: executable,
      args: ["check", "--server", installation.origin.replace("http", "ws")],
    });
    expect([await check.ended(), check.output]).toEqual([
      0,
      expect.stringContaining("sockets are counted through"),
    ]);
    expect(check.output).toContain(`${installation.origin.replace("http", "ws")} answers`);
    const wrong = start({ command: executable, args: ["strat"] });
    expect([await wrong.ended(), wrong.output]).toEqual([
      2,
      expect.stringContaining("fourtuple-agent --help"),
    ]);
  });
});

describe("the one line", () => {
  /** A home folder, and lines run in it as somebody would who has neither root nor Node. */
  function someUser(context: TestContext): { home: string; run: (line: string | null) => ProgramRun } {
    need(context, built);
    const tools = toolsOnly();
    if (tools === null) return context.skip("neither curl nor wget is on this machine");
    const home = mkdtempSync(join(tmpdir(), "fourtuple-home-"));
    cleanups.push(tools.remove, () => rmSync(home, { recursive: true, force: true }));
    const env = { PATH: tools.path, HOME: home };
    return {
      home,
      run: (line) => start({ command: "/bin/sh", args: ["-c", tools.asFetched(line ?? "")] }, env),
    };
  }

  it("installs without root and without Node, enrols, and is taken back without a trace", async (context) => {
    const { home, run } = someUser(context);
    const { installCommand } = await makeToken("by-one-line");
    const install = run(`${installCommand} --user`);
    expect(await install.ended()).toBe(0);
    expect(install.output).toContain("enrolled as by-one-line");
    const agent = run(`exec ${runLine(install.output).join(" ")}`);
    expect(await censusSourceOf(await liveHost("by-one-line"))).toMatch(/^(sock_diag|procfs)$/);
    expect(await agent.stop()).toBe(0);
    const removal = run(`curl -fsSL ${installation.origin}/agent/uninstall.sh | sh -s -- --user --purge`);
    expect([await removal.ended(), removal.output]).toEqual([0, "The agent is off this host.\n"]);
    // The folders that the XDG specification gives to all programs may stay.
    expect(listFiles(home)).toEqual(["/.local", "/.local/bin", "/.local/share"]);
  });

  it("run a second time upgrades and keeps the key", async (context) => {
    const { home, run } = someUser(context);
    const { installCommand, token } = await makeToken("twice");
    await run(`${installCommand} --user`).ended();
    const key = join(home, ".local/share/fourtuple/agent/identity");
    const before = readFileSync(key, "utf8");
    const again = run(installCommand?.replace(`--token ${token}`, "--user") ?? null);
    expect([await again.ended(), again.output]).toEqual([0, expect.stringContaining("Installed 0.")]);
    expect(readFileSync(key, "utf8")).toBe(before);
  });

  it("that is only to say what it would do makes nothing", async (context) => {
    const { home, run } = someUser(context);
    const install = run(`${(await makeToken("never")).installCommand} --user --dry-run`);
    expect(await install.ended()).toBe(0);
    expect(install.output).toContain("would enrol at ws://");
    expect(listFiles(home)).toEqual([]);
  });

  it("refuses a file that was damaged on the way", async (context) => {
    const { home, run } = someUser(context);
    const { folder } = need(context, built);
    const name = `fourtuple-agent-linux-${process.arch}.gz`;
    const whole = readFileSync(join(folder, name));
    cleanups.push(() => writeFileSync(join(folder, name), whole));
    appendFileSync(join(folder, name), "x");
    const install = run(`${(await makeToken("damaged")).installCommand} --user`);
    expect(await install.ended()).toBe(1);
    expect(install.output).toContain(`${name} is damaged`);
    expect(listFiles(home)).toEqual([]);
  });

  it("makes a host of a clean Debian, with no Node and no systemd, and leaves it as it was", {
    timeout: 400_000,
  }, async (context) => {
    need(context, built);
    const root = needRoot(context, debianRoot());
    const shell = (line: string) => start(inRoot(root, ["/bin/sh", "-c", line]));
    expect(await shell("command -v node").ended()).not.toBe(0);
    const before = listFiles(root);
    const { installCommand } = await makeToken("clean-debian");
    const install = shell(installCommand ?? "");
    expect([await install.ended(), install.output]).toEqual([
      0,
      expect.stringContaining("enrolled as clean-debian"),
    ]);
    const user = userIn(root, "fourtuple-agent");
    const key = statSync(join(root, "var/lib/fourtuple-agent/identity"));
    expect([key.uid, key.gid, key.mode & 0o777]).toEqual([user?.uid, user?.gid, 0o600]);
    const unit = readFileSync(join(root, "etc/systemd/system/fourtuple-agent.service"), "utf8");
    expect(unit).toContain("ExecStart=/usr/local/bin/fourtuple-agent run\n");
    const agent = start(inRoot(root, runLine(install.output)));
    expect(await censusSourceOf(await liveHost("clean-debian"))).toBe("sock_diag");
    const status = readFileSync(`/proc/${agent.child.pid}/status`, "utf8");
    expect(status).toMatch(new RegExp(`^Uid:\\s+${user?.uid}\\b`, "m"));
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(await agent.stop()).toBe(0);
    const removal = shell(`curl -fsSL ${installation.origin}/agent/uninstall.sh | sh -s -- --purge`);
    expect([await removal.ended(), removal.output]).toEqual([0, expect.stringContaining("off this host")]);
    expect(listFiles(root)).toEqual(before);
    expect(userIn(root, "fourtuple-agent")).toBeNull();
  });
});

describe("the systemd unit", () => {
  const unit = join(import.meta.dirname, "../../deploy/systemd/fourtuple-agent.service");
  const lines = readFileSync(unit, "utf8").split("\n");

  it("lets the agent do what it is for, and V8 compile", () => {
    expect(lines).toContain("RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX");
    expect(lines).toContain("ProcSubset=all");
    expect(lines.filter((line) => line.startsWith("MemoryDenyWriteExecute"))).toEqual([]);
  });

  it("has an exposure of at most 2.0 by systemd's own reckoning", (context) => {
    const { stdout, error } = spawnSync(
      "systemd-analyze",
      ["security", "--offline=true", "--no-pager", unit],
      { encoding: "utf8" },
    );
    if (error) return context.skip("systemd-analyze is not on this machine");
    const [, score = "none"] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(score)).toBeLessThanOrEqual(2.0);
  });
});
