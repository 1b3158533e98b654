import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { metricByName } from "@fourtuple/core/samples";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { loadOrCreateIdentity, type Snapshot } from "../src/index.js";
import {
  AS_NOBODY,
  type HardAgentOptions,
  inMountNamespace,
  mountNamespaceAvailable,
  nobodyAvailable,
  startHardAgent,
} from "./hardship/hard-agent.js";
import { WitnessServer } from "./hardship/witness-server.js";

const PATIENCE = { timeout: 20_000, interval: 20 };
const isLinux = process.platform === "linux";
const canMount = isLinux && mountNamespaceAvailable();
const canBeNobody = isLinux && nobodyAvailable();
const established = metricByName("states.ESTABLISHED")?.id ?? -1;

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "fourtuple-hardship-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function snapshotOf(options: Omit<HardAgentOptions, "command" | "env">): Promise<Snapshot> {
  const agent = await startHardAgent({ ...options, command: "once", env: {} });
  agent.begin();
  expect(await agent.ended).toBe(0);
  expect(agent.output().err).toBe("");
  return JSON.parse(agent.output().out);
}

const codesOf = ({ limitations }: Pick<Snapshot, "limitations">) => limitations.map(({ code }) => code);

/** An agent that runs, and what its server hears of it. */
async function runningAgent(directory: string, options: Partial<HardAgentOptions> = {}) {
  const server = await WitnessServer.listen();
  onTestFinished(() => server.close());
  const agent = await startHardAgent({
    command: "run",
    ...options,
    env: {
      FOURTUPLE_SERVER: server.url,
      FOURTUPLE_IDENTITY_FILE: join(directory, "identity"),
      FOURTUPLE_INTERVAL_MS: "100",
      ...options.env,
    },
  });
  return { server, agent };
}

describe.runIf(isLinux)("a snapshot", () => {
  it("without netlink counts by /proc and says why", async () => {
    const snapshot = await snapshotOf({ hardships: ["no-netlink"] });
    expect(snapshot.source).toBe("procfs");
    expect(snapshot.states.LISTEN).toBeTypeOf("number");
    expect(snapshot.limitations).toContainEqual({
      code: "no-sock-diag",
      detail: "sock_diag: netlink socket: EPROTONOSUPPORT",
    });
    expect(snapshot.problems).toEqual([
      "sockets are counted by procfs: sock_diag: netlink socket: EPROTONOSUPPORT",
    ]);
  });

  it.runIf(canMount)(
    "in a container without the settings has them as absent, and makes up no ports",
    async () => {
      const snapshot = await snapshotOf({ within: inMountNamespace("mount -t tmpfs none /proc/sys/net") });
      expect(snapshot.source).toBe("sock_diag");
      expect(snapshot.sysctls["net.ipv4.ip_local_port_range"]).toEqual({ status: "absent" });
      expect(snapshot.topLists).toMatchObject({ portRange: null, usablePorts: null });
      expect(snapshot.system["net.netfilter.nf_conntrack_count"]).toBeNull();
      expect(codesOf(snapshot)).toContain("sysctls-missing");
    },
  );

  it.runIf(canBeNobody)(
    "without privilege counts all sockets, and says whose processes it cannot see",
    async () => {
      const snapshot = await snapshotOf({ within: AS_NOBODY });
      expect(snapshot.source).toBe("sock_diag");
      expect(codesOf(snapshot)).toContain("foreign-processes-hidden");
    },
  );
});

describe.runIf(isLinux)("a running agent", () => {
  it("with 32 descriptors keeps sampling, and says that it has few", async () => {
    const { server, agent } = await runningAgent(newDirectory());
    const limited = spawnSync("prlimit", [`--pid=${agent.child.pid}`, "--nofile=32:32"]);
    expect(limited.status).toBe(0);
    agent.begin();
    await vi.waitFor(() => expect(server.samples.length).toBeGreaterThan(10), PATIENCE);
    await vi.waitFor(() => expect(server.conditions.length).toBeGreaterThan(0), PATIENCE);
    expect(server.samples.at(-1)?.values[established]).toBeTypeOf("number");
    expect(server.samples.at(-1)?.censusSource).toBe("sock_diag");
    expect(server.conditions.flatMap(codesOf)).toContain("descriptors-limited");
    expect(agent.child.exitCode).toBeNull();
  });

  it("with so few that nothing can be opened still ends or runs in good order", async () => {
    const { server, agent } = await runningAgent(newDirectory());
    expect(spawnSync("prlimit", [`--pid=${agent.child.pid}`, "--nofile=20:20"]).status).toBe(0);
    agent.begin();
    const outcome = await Promise.race([
      agent.ended,
      vi.waitFor(() => expect(server.samples.length).toBeGreaterThan(5), PATIENCE),
    ]);
    if (typeof outcome !== "number") return;
    expect(outcome).toBe(1);
    expect(agent.output().err).toMatch(/^[^\n]+\n$/);
  });

  it.runIf(canMount)(
    "on a root that cannot be written keeps sampling and says that nothing is kept",
    async () => {
      const directory = newDirectory();
      await loadOrCreateIdentity(join(directory, "identity"));
      mkdirSync(join(directory, "spool"));
      const readOnly = `mount --bind ${directory} ${directory}; mount -o remount,bind,ro ${directory}`;
      const { server, agent } = await runningAgent(directory, { within: inMountNamespace(readOnly) });
      agent.begin();
      await vi.waitFor(() => expect(server.samples.length).toBeGreaterThan(10), PATIENCE);
      await vi.waitFor(
        () => expect(server.conditions.flatMap(codesOf)).toContain("spool-unwritable"),
        PATIENCE,
      );
      const { detail } =
        server.conditions
          .flatMap(({ limitations }) => limitations)
          .find(({ code }) => code === "spool-unwritable") ?? {};
      expect(detail).toMatch(/EROFS/);
      agent.child.kill("SIGTERM");
      expect(await agent.ended).toBe(0);
    },
  );

  it.runIf(canMount)("that cannot make its key ends with one sentence", async () => {
    const directory = newDirectory();
    const readOnly = `mount --bind ${directory} ${directory}; mount -o remount,bind,ro ${directory}`;
    const { agent } = await runningAgent(directory, { within: inMountNamespace(readOnly) });
    agent.begin();
    expect(await agent.ended).toBe(1);
    expect(agent.output().err).toMatch(/^[^\n]*identity[^\n]*\n$/);
  });

  it("without netlink reports by /proc, and why", async () => {
    const { server, agent } = await runningAgent(newDirectory(), { hardships: ["no-netlink"] });
    agent.begin();
    await vi.waitFor(() => expect(server.samples.at(-1)?.values[established]).toBeTypeOf("number"), PATIENCE);
    expect(server.samples.at(-1)?.censusSource).toBe("procfs");
    await vi.waitFor(() => expect(server.conditions.length).toBeGreaterThan(0), PATIENCE);
    const condition = server.conditions.find(({ source }) => source === "procfs");
    expect(condition).toMatchObject({ sourceReason: "sock_diag: netlink socket: EPROTONOSUPPORT" });
    expect(
      condition?.tiers.map(({ tier, intervalMs, reason }) => [tier, intervalMs === null, reason]),
    ).toEqual([
      ["full", false, expect.any(String)],
      ["troubled", true, "unavailable"],
      ["timeWait", true, "unavailable"],
    ]);
  });

  it("of a proc file system that is full of garbage keeps saying what it can", async () => {
    const directory = newDirectory();
    mkdirSync(join(directory, "proc/net"), { recursive: true });
    writeFileSync(join(directory, "proc/net/tcp"), "\0".repeat(100_000));
    writeFileSync(join(directory, "proc/net/snmp"), "Tcp: CurrEstab\nTcp: 5\n");
    writeFileSync(join(directory, "proc/net/netstat"), "x".repeat(2_000_000));
    const { server, agent } = await runningAgent(directory, {
      env: { FOURTUPLE_PROC_ROOT: join(directory, "proc") },
    });
    agent.begin();
    await vi.waitFor(() => expect(server.samples.length).toBeGreaterThan(10), PATIENCE);
    expect(server.samples.at(-1)?.values[metricByName("Tcp.CurrEstab")?.id ?? -1]).toBe(5);
    expect(agent.child.exitCode).toBeNull();
  });
});
