import { type TcpState, zeroStateCounts } from "@fourtuple/core/tcp";
import {
  awaitCounts,
  fillAcceptQueue,
  holdEstablished,
  leaveTimeWait,
  type Namespace,
  namespacesAvailable,
  pileCloseWait,
  ssAvailable,
  startNamespace,
  type WholeCensus,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseNetNetstat, parseNetSnmp } from "../src/proc/index.js";

const namespaces = namespacesAvailable();
const ss = ssAvailable();
const skipReason = namespaces.ok ? (ss.ok ? null : ss.reason) : namespaces.reason;
const title = "the census in a private network namespace";

let namespace: Namespace;

/** /proc/self is no live proc root by name, so that a census of it takes the procfs source. */
async function readAll(): Promise<{
  witness: Record<TcpState, number>;
  diag: WholeCensus;
  proc: WholeCensus;
}> {
  const { counts: witness } = await namespace.ask("countBySs", {});
  const diag = await namespace.ask("readCensus", { procRoot: "/proc" });
  const proc = await namespace.ask("readCensus", { procRoot: "/proc/self" });
  return { witness, diag, proc };
}

async function expectAgreement(expected: Partial<Record<TcpState, number>>): Promise<WholeCensus> {
  const { witness, diag, proc } = await readAll();
  for (const reading of [diag.listeners, diag.sockets]) {
    expect(reading).toMatchObject({ source: "sock_diag", reason: null, partial: false });
  }
  for (const reading of [proc.listeners, proc.sockets]) {
    expect(reading).toMatchObject({ source: "procfs", partial: false });
  }
  expect(witness).toEqual({ ...zeroStateCounts(), ...expected });
  expect(diag.counts).toEqual(witness);
  expect(proc.counts).toEqual(witness);
  return diag;
}

async function readField(file: string, pattern: RegExp): Promise<number> {
  const { text } = await namespace.ask("readText", { path: `/proc/net/${file}` });
  return Number(pattern.exec(text)?.[1]);
}

describe.skipIf(skipReason !== null)(skipReason ? `${title} (skipped: ${skipReason})` : title, () => {
  beforeEach(async () => {
    namespace = await startNamespace();
  });
  afterEach(() => namespace.close());

  it("finds nothing where there is nothing", async () => {
    await expectAgreement({});
  });

  it.each(["127.0.0.1", "::1"])("counts both ends of established connections over %s", async (address) => {
    await holdEstablished(namespace, 500, { address });
    const { sockets } = await expectAgreement({ LISTEN: 1, ESTABLISHED: 1000 });
    expect(sockets.sockets).toBe(1000);
    expect(sockets.cpuUs).toBeGreaterThan(0);
  });

  it("counts the connections of both families in one walk", async () => {
    await holdEstablished(namespace, 30);
    await holdEstablished(namespace, 40, { address: "::1" });
    await expectAgreement({ LISTEN: 2, ESTABLISHED: 140 });
  });

  it.each(["127.0.0.1", "::1"])(
    "counts TIME_WAIT over %s, which only the closing side has",
    async (address) => {
      await leaveTimeWait(namespace, 120, { address });
      await expectAgreement({ LISTEN: 1, TIME_WAIT: 120 });
      expect(await readField("sockstat", /^TCP: .*\btw (\d+)/m)).toBe(120);
    },
  );

  it.each(["127.0.0.1", "::1"])(
    "counts a CLOSE_WAIT leak over %s and its peers in FIN_WAIT2",
    async (address) => {
      await pileCloseWait(namespace, 20, { address });
      await expectAgreement({ LISTEN: 1, CLOSE_WAIT: 20, FIN_WAIT2: 20 });
      expect(await readField("snmp", /^Tcp: .*\nTcp: (?:-?\d+ ){8}(\d+)/m)).toBe(20);
    },
  );

  it("counts an orphan in FIN_WAIT2 as FIN_WAIT2, though the kernel keeps it among its TIME_WAIT", async () => {
    const pairs = await pileCloseWait(namespace, 10);
    await namespace.ask("close", { id: pairs.clients });
    await expectAgreement({ LISTEN: 1, CLOSE_WAIT: 10, FIN_WAIT2: 10 });
    expect(await readField("sockstat", /^TCP: .*\btw (\d+)/m)).toBe(10);
  });

  it("sees an accept queue fill up to its backlog and one, and the drops of that listener", async () => {
    const { port } = await fillAcceptQueue(namespace, { backlog: 8, connects: 40 });
    await awaitCounts(namespace, ({ SYN_SENT }) => SYN_SENT === 31);
    const { listeners: reading } = await expectAgreement({ LISTEN: 1, ESTABLISHED: 18, SYN_SENT: 31 });
    const { listeners } = reading;
    expect(listeners).toMatchObject([{ address: "127.0.0.1", port, acceptQueue: 9, backlog: 8 }]);
    expect(listeners[0]?.drops).toBeGreaterThanOrEqual(31);
  });

  it("shows the backlog after the clamp by somaxconn", async () => {
    await namespace.ask("writeSysctl", { name: "net.core.somaxconn", value: "16" });
    await namespace.ask("listen", { address: "0.0.0.0", port: 8080, backlog: 1024 });
    const { listeners } = await expectAgreement({ LISTEN: 1 });
    expect(listeners.listeners).toEqual([
      { address: "0.0.0.0", port: 8080, acceptQueue: 0, backlog: 16, drops: 0, uid: 0 },
    ]);
  });

  it("prints the addresses of listeners of both families", async () => {
    for (const [index, address] of ["0.0.0.0", "127.0.0.1", "::", "::1"].entries()) {
      await namespace.ask("listen", { address, port: 9000 + index, backlog: 5 });
    }
    const { diag, proc } = await readAll();
    const expected = ["0.0.0.0 9000", "127.0.0.1 9001", ":: 9002", "::1 9003"];
    expect(diag.listeners.listeners.map(({ address, port }) => `${address} ${port}`).sort()).toEqual(
      expected,
    );
    expect(proc.listeners.listeners.map(({ address, port }) => `${address} ${port}`).sort()).toEqual(
      expected,
    );
  });

  it("does not see the sockets of another namespace", async () => {
    const other = await startNamespace();
    try {
      await holdEstablished(other, 50);
      await expectAgreement({});
    } finally {
      await other.close();
    }
  });

  it("counts what several processes of a namespace hold", async () => {
    const second = await namespace.addActor();
    await holdEstablished(namespace, 5);
    await holdEstablished(second, 7);
    await expectAgreement({ LISTEN: 2, ESTABLISHED: 24 });
  });

  it("keeps drops apart by listener, in sum what the kernel counts as ListenDrops", async () => {
    const small = await fillAcceptQueue(namespace, { backlog: 2, connects: 10 });
    const large = await fillAcceptQueue(namespace, { backlog: 20, connects: 25 });
    await awaitCounts(namespace, ({ SYN_SENT }) => SYN_SENT === 11);
    for (const { connections } of [small, large]) await namespace.ask("close", { id: connections });
    const { listeners } = await namespace.ask("readCensus", { procRoot: "/proc" });
    const { text } = await namespace.ask("readText", { path: "/proc/net/netstat" });
    const dropsOf = (port: number) =>
      listeners.listeners.find((listener) => listener.port === port)?.drops ?? 0;
    expect(dropsOf(small.port)).toBeGreaterThanOrEqual(7);
    expect(dropsOf(large.port)).toBeGreaterThanOrEqual(4);
    expect(dropsOf(small.port) + dropsOf(large.port)).toBe(
      parseNetNetstat(text).fields.get("TcpExt.ListenDrops"),
    );
  });

  it("has the counters of the namespace, read by name", async () => {
    await leaveTimeWait(namespace, 15);
    await holdEstablished(namespace, 5);
    const { text: snmp } = await namespace.ask("readText", { path: "/proc/net/snmp" });
    const { text: netstat } = await namespace.ask("readText", { path: "/proc/net/netstat" });
    const { fields, skipped } = parseNetSnmp(snmp);
    expect(skipped).toEqual([]);
    expect(fields.get("Tcp.ActiveOpens")).toBe(20);
    expect(fields.get("Tcp.PassiveOpens")).toBe(20);
    expect(fields.get("Tcp.CurrEstab")).toBe(10);
    expect(parseNetNetstat(netstat).fields.get("TcpExt.TW")).toBe(15);
  });

  it("counts 10,000 connections exactly, by both sources", async () => {
    await holdEstablished(namespace, 3_000);
    await leaveTimeWait(namespace, 4_000);
    await expectAgreement({ LISTEN: 2, ESTABLISHED: 6_000, TIME_WAIT: 4_000 });
  });

  it("gives back to zero when everything is closed", async () => {
    const pairs = await pileCloseWait(namespace, 10);
    for (const id of [pairs.servers, pairs.clients, pairs.listener]) await namespace.ask("close", { id });
    await awaitCounts(namespace, ({ TIME_WAIT }) => TIME_WAIT === 10);
    await expectAgreement({ TIME_WAIT: 10 });
  });
});
