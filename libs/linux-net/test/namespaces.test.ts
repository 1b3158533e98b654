import { mkdtemp, readdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  holdEstablished,
  leaveTimeWait,
  type Namespace,
  namespacesAvailable,
  pileCloseWait,
  ssAvailable,
  startNamespace,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openNamespaceSweep } from "../src/namespaces/index.js";
import type { NamespaceReading, NamespacesFound } from "../src/namespaces/namespace-reading.js";
import { runAs } from "./child/run-as.mjs";
import { startHolder } from "./start-holder.js";

const SWEEP = new URL("./child/sweep.mjs", import.meta.url).href;
const NOBODY = 65_534;
const PORT_RANGE = "net.ipv4.ip_local_port_range";

const availability = namespacesAvailable();
const ss = ssAvailable();
const isRoot = availability.ok && !availability.flags.includes("--user");
const skipReason = availability.ok
  ? isRoot
    ? ss.ok
      ? null
      : ss.reason
    : "it needs root"
  : availability.reason;
const title = "the sweep of other network namespaces";

let namespaces: Namespace[];
let names: string;

const inodeOf = async (pid: number) => Number(/\d+/.exec(await readlink(`/proc/${pid}/ns/net`))?.[0]);
const openSweep = (options = {}) =>
  openNamespaceSweep({ procRoot: "/proc", netnsDirectory: names, ...options });

async function start(): Promise<Namespace> {
  const namespace = await startNamespace();
  namespaces.push(namespace);
  return namespace;
}

/** Other tests have namespaces too: only ours are looked at. */
async function findIn(found: NamespacesFound, { pid }: Namespace): Promise<NamespaceReading | undefined> {
  const inode = await inodeOf(pid);
  return found.namespaces.find((reading) => reading.inode === inode);
}

async function sweepAs(uid: number, name: string, argument: unknown): Promise<NamespacesFound> {
  return (await runAs({ uid, module: SWEEP, name, argument })) as NamespacesFound;
}

describe.skipIf(skipReason !== null)(skipReason ? `${title} (skipped: ${skipReason})` : title, () => {
  beforeEach(async () => {
    namespaces = [];
    names = await mkdtemp(join(tmpdir(), "netns-"));
  });
  afterEach(async () => {
    for (const namespace of namespaces) await namespace.close();
    await rm(names, { recursive: true });
  });

  it("gives each namespace its own sockets, ports and settings, and mixes none", async () => {
    const [one, two, three] = [await start(), await start(), await start()];
    await one.ask("writeSysctl", { name: PORT_RANGE, value: "40000 40099" });
    await two.ask("writeSysctl", { name: PORT_RANGE, value: "50000 50499" });
    await two.ask("writeSysctl", { name: "net.ipv4.ip_local_reserved_ports", value: "50000-50009" });
    await holdEstablished(one, 20, { port: 40_050 });
    const { port } = await leaveTimeWait(two, 30, { port: 8080 });
    await pileCloseWait(three, 7, { address: "::1" });
    const found = await openSweep().sweep();
    const readings = await Promise.all([one, two, three].map((namespace) => findIn(found, namespace)));
    for (const [index, namespace] of [one, two, three].entries()) {
      const { counts } = await namespace.ask("countBySs", {});
      expect(readings[index]).toMatchObject({ states: counts, pid: namespace.pid, problem: null });
    }
    expect(readings.map((reading) => [reading?.portRange, reading?.usablePorts])).toEqual([
      [[40_000, 40_099], 99],
      [[50_000, 50_499], 490],
      [[32_768, 60_999], expect.any(Number)],
    ]);
    expect(readings[1]?.sysctls["net.ipv4.ip_local_reserved_ports"]).toBe("50000-50009");
    expect(readings[1]?.destinations).toEqual([
      {
        sourceAddress: "127.0.0.1",
        address: "127.0.0.1",
        port,
        sockets: 30,
        timeWait: 30,
        occupiedPorts: 30,
      },
    ]);
    expect(found.cpuUs).toBeGreaterThan(0);
  });

  it("leaves this process where it was, and never shows its own namespace", async () => {
    await start();
    const before = await readlink("/proc/thread-self/ns/net");
    const found = await openSweep().sweep();
    expect(await readlink("/proc/thread-self/ns/net")).toBe(before);
    expect(found.namespaces.map(({ inode }) => `net:[${inode}]`)).not.toContain(before);
  });

  it("says zero of a namespace without a socket, and knows its settings nevertheless", async () => {
    const empty = await start();
    await empty.ask("writeSysctl", { name: PORT_RANGE, value: "20000 20009" });
    const reading = await findIn(await openSweep().sweep(), empty);
    expect(reading).toMatchObject({ portRange: [20_000, 20_009], usablePorts: 10, problem: null });
    expect(Object.values(reading?.states ?? { none: 1 })).toEqual(Array.from({ length: 11 }, () => 0));
  });

  it("takes the name of ip netns, through links as well, and no file that is only left over", async () => {
    const [one, two] = [await start(), await start()];
    await symlink(`/proc/${one.pid}/ns/net`, join(names, "blue"));
    await writeFile(join(names, "stale"), "");
    await symlink("/nowhere", join(names, "broken"));
    const found = await openSweep().sweep();
    expect(await findIn(found, one)).toMatchObject({ name: "blue", pid: one.pid });
    expect((await findIn(found, two))?.name).not.toBe("blue");
    expect(found.namespaces.map(({ name }) => name)).not.toContain("stale");
  });

  it("reads a namespace that only a mount holds, by its name", async () => {
    const found = await sweepAs(0, "sweepWithMount", { directory: names, name: "kept" });
    const kept = found.namespaces.find(({ name }) => name === "kept");
    expect(kept).toMatchObject({ pid: null, portRange: [32_768, 60_999], problem: null });
    expect(kept?.states?.LISTEN).toBe(0);
  });

  it("bears namespaces that vanish under it", async () => {
    const many = await Promise.all(Array.from({ length: 6 }, start));
    const sweep = openSweep();
    await Promise.all([sweep.sweep(), ...many.map((namespace) => namespace.close())]);
    const pids = (await sweep.sweep()).namespaces.map(({ pid }) => pid);
    for (const { pid } of many) expect(pids).not.toContain(pid);
  });

  it("keeps nothing open that would hold a namespace", async () => {
    await holdEstablished(await start(), 3);
    const before = await readdir("/proc/self/fd");
    await openSweep().sweep();
    expect(await readdir("/proc/self/fd")).toHaveLength(before.length);
  });

  it("reads at most so many, and says how many more there are", async () => {
    for (let index = 0; index < 3; index++) await start();
    const { namespaces: read, more } = await openSweep({ maxNamespaces: 2 }).sweep();
    expect(read.length).toBeLessThanOrEqual(2);
    expect(more).toBeGreaterThanOrEqual(1);
  });

  it("shares a sweep that is under way, and ends early once it is closed", async () => {
    await start();
    const sweep = openSweep();
    const [one, other] = await Promise.all([sweep.sweep(), sweep.sweep()]);
    expect(one).toBe(other);
    sweep.close();
    expect((await sweep.sweep()).namespaces).toEqual([]);
  });

  it("reads the sockets of one's own processes without privilege, and says what is missing", async () => {
    const holder = await startHolder({ uid: NOBODY, connections: 3 });
    try {
      const argument = { procRoot: "/proc", netnsDirectory: names };
      const found = await sweepAs(NOBODY, "sweepOnce", argument);
      const reading = found.namespaces.find(({ pid }) => pid === holder.pid);
      expect(reading).toMatchObject({
        states: { LISTEN: 1, ESTABLISHED: 6 },
        portRange: null,
        usablePorts: null,
        sysctls: {},
        problem: "it may not be entered (setns: EPERM, CAP_SYS_ADMIN is needed): its settings are not known",
      });
      expect(reading?.destinations).toMatchObject([{ sockets: 3, occupiedPorts: null }]);
      expect(found.problem).toMatch(
        /^\d+ of \d+ processes may not be looked into \(CAP_SYS_PTRACE is needed\)/,
      );
    } finally {
      await holder.close();
    }
  });

  it("says why it could not begin", async () => {
    expect(await openSweep({ procRoot: names }).sweep()).toEqual({
      namespaces: [],
      more: 0,
      cpuUs: 0,
      problem: expect.stringMatching(/^no sweep: ENOENT/),
    });
  });
});
