import { setTimeout as delay } from "node:timers/promises";
import { countUsablePorts, parsePortRange, parseReservedPorts } from "@fourtuple/core/capacity";
import {
  attemptMore,
  attemptPairs,
  awaitCounts,
  type Namespace,
  narrowPorts,
  startNamespace,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectStates, findDestination, Pulse, titled, whyNot } from "./observe.js";

const RESERVED = "net.ipv4.ip_local_reserved_ports";
/** tcp_tw_reuse_delay, 1 s, and a tick. */
const REUSE_DELAY_MS = 1_200;

const reason = whyNot();
let namespace: Namespace;

const sysctl = (name: string, value: string) => namespace.ask("writeSysctl", { name, value });

async function countUsable(): Promise<number> {
  const read = async (name: string) =>
    (await namespace.ask("readText", { path: `/proc/sys/net/ipv4/${name}` })).text;
  const range = parsePortRange(await read("ip_local_port_range"));
  if (range === null) throw new Error("no range");
  const { listeners } = await namespace.ask("readCensus", { procRoot: "/proc" });
  return countUsablePorts({
    range,
    reserved: parseReservedPorts(await read("ip_local_reserved_ports")),
    explicitlyBound: listeners.listeners.map(({ port }) => port),
  });
}

describe.skipIf(reason !== null)(titled("a destination runs out of ports", reason), () => {
  beforeEach(async () => {
    namespace = await startNamespace();
  });
  afterEach(() => namespace.close());

  it.each(["127.0.0.1", "::1"])("by TIME_WAIT towards %s, and no counter tells", async (address) => {
    await narrowPorts(namespace, 100);
    const run = await attemptPairs(namespace, 150, { address });
    expect(run).toMatchObject({ connected: 100, errors: { EADDRNOTAVAIL: 50 } });
    for (const id of [run.clients, run.servers]) await namespace.ask("close", { id });
    await awaitCounts(namespace, ({ TIME_WAIT }) => TIME_WAIT === 100);
    const pulse = new Pulse(namespace);
    expect(pulse.read().get("TCP.tw")).toBe(100);
    expect(await attemptMore(namespace, run.listener, 20)).toMatchObject({
      connected: 0,
      errors: { EADDRNOTAVAIL: 20 },
    });
    expect(pulse.allMoved()).toEqual({});
    const census = await expectStates(namespace, { LISTEN: 1, TIME_WAIT: 100 });
    expect(findDestination(census, { port: run.port })).toMatchObject({
      sourceAddress: address,
      address,
      sockets: 100,
      states: { TIME_WAIT: 100 },
      occupiedPorts: 100,
    });
    expect(await countUsable()).toBe(100);
  });

  it("while another port, another address and another source still have theirs", async () => {
    await narrowPorts(namespace, 100);
    const full = await attemptPairs(namespace, 150);
    const others = [
      await attemptPairs(namespace, 120, { port: 8081 }),
      await attemptPairs(namespace, 120, { address: "127.0.0.3" }),
      await attemptMore(namespace, full.listener, 120, "127.0.0.2"),
    ];
    for (const { connected } of [full, ...others]) expect(connected).toBe(100);
    const census = await expectStates(namespace, { LISTEN: 3, ESTABLISHED: 800 });
    const { entries, other } = census.sockets.topLists?.destinations ?? {};
    expect(entries?.map(({ occupiedPorts }) => occupiedPorts)).toEqual([100, 100, 100, 100]);
    expect(other).toMatchObject({ sockets: 0, keys: 0, keysExact: true });
  });

  it("and has them again by tcp_tw_reuse, one second after the close", async () => {
    await narrowPorts(namespace, 100);
    const run = await attemptPairs(namespace, 100);
    for (const id of [run.clients, run.servers]) await namespace.ask("close", { id });
    await awaitCounts(namespace, ({ TIME_WAIT }) => TIME_WAIT === 100);
    await sysctl("net.ipv4.tcp_tw_reuse", "1");
    await delay(REUSE_DELAY_MS);
    const pulse = new Pulse(namespace);
    const again = await attemptMore(namespace, run.listener, 100);
    expect(again).toMatchObject({ connected: 100, errors: {} });
    expect(pulse.moved("TcpExt.TWRecycled")).toEqual({ "TcpExt.TWRecycled": 100 });
    await expectStates(namespace, { LISTEN: 1, ESTABLISHED: 200 });
  });

  it("and not by tcp_tw_reuse where timestamps are off", async () => {
    await sysctl("net.ipv4.tcp_timestamps", "0");
    await narrowPorts(namespace, 50);
    const run = await attemptPairs(namespace, 50);
    for (const id of [run.clients, run.servers]) await namespace.ask("close", { id });
    await awaitCounts(namespace, ({ TIME_WAIT }) => TIME_WAIT === 50);
    await sysctl("net.ipv4.tcp_tw_reuse", "1");
    await delay(REUSE_DELAY_MS);
    expect(await attemptMore(namespace, run.listener, 50)).toMatchObject({ connected: 0 });
  });

  it("by connections that are held, which tcp_tw_reuse does not change", async () => {
    await narrowPorts(namespace, 50);
    const run = await attemptPairs(namespace, 60);
    expect(run).toMatchObject({ connected: 50, errors: { EADDRNOTAVAIL: 10 } });
    await sysctl("net.ipv4.tcp_tw_reuse", "1");
    const pulse = new Pulse(namespace);
    expect(await attemptMore(namespace, run.listener, 10)).toMatchObject({ connected: 0 });
    expect(pulse.allMoved()).toEqual({});
    const census = await expectStates(namespace, { LISTEN: 1, ESTABLISHED: 100 });
    expect(findDestination(census, { port: run.port })).toMatchObject({ sockets: 50, occupiedPorts: 50 });
  });

  it("after as many connections as ports were said to be usable: without reserved and bound ones", async () => {
    await narrowPorts(namespace, 100);
    await sysctl(RESERVED, "39990-40009,40050");
    await namespace.ask("listen", { address: "127.0.0.9", port: 40_020, backlog: 1 });
    await namespace.ask("listen", { address: "::", port: 40_021, backlog: 1 });
    const { connected } = await attemptPairs(namespace, 100);
    expect(connected).toBe(100 - 10 - 1 - 2);
    expect(await countUsable()).toBe(connected);
  });

  it("only at the end that opened it: TIME_WAIT of a server takes none", async () => {
    await narrowPorts(namespace, 100);
    const run = await attemptPairs(namespace, 30);
    for (const id of [run.servers, run.clients]) await namespace.ask("close", { id });
    await awaitCounts(namespace, ({ TIME_WAIT }) => TIME_WAIT === 30);
    const census = await expectStates(namespace, { LISTEN: 1, TIME_WAIT: 30 });
    expect(census.sockets.topLists?.destinations.entries).toEqual([]);
    expect(census.sockets.topLists?.localPorts.entries).toMatchObject([{ port: run.port, sockets: 30 }]);
    expect(await attemptPairs(namespace, 100, { port: 8081 })).toMatchObject({ connected: 100 });
  });
});
