import type { CensusTier, TopEntry, TopList } from "@fourtuple/core/samples";
import { reconcileStates, TCP_STATES } from "@fourtuple/core/tcp";
import {
  holdEstablished,
  leaveTimeWait,
  type Namespace,
  namespacesAvailable,
  pileCloseWait,
  startNamespace,
  type WholeCensus,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tierHas } from "../src/census/tiers.js";
import { parseNetSnmp } from "../src/proc/index.js";
import { readNetSockstat, readNetSockstat6 } from "../src/proc/net-sockstat.js";

const namespaces = namespacesAvailable();
const title = "the top lists of a private network namespace";

let namespace: Namespace;

const read = (tier: CensusTier = "full", procRoot = "/proc") =>
  namespace.ask("readCensus", { procRoot, tier });

function listsOf({ sockets }: WholeCensus) {
  const { topLists } = sockets;
  if (topLists === null) throw new Error(`no lists: ${sockets.reason}`);
  return topLists;
}

function sumOf({ entries, other }: TopList<TopEntry>): number {
  return entries.reduce((sum, { sockets }) => sum + sockets, other.sockets);
}

/** Every list sums to the whole, in sockets and in each state. */
function expectWhole(census: WholeCensus): void {
  const { destinations, localPorts, peers, cgroups, withoutCgroup } = listsOf(census);
  const { sockets, counts } = census.sockets;
  expect(sumOf(peers)).toBe(sockets);
  expect(sumOf(destinations) + sumOf(localPorts)).toBe(sockets);
  expect(sumOf(cgroups) + withoutCgroup).toBe(sockets);
  for (const state of TCP_STATES) {
    const held = [...peers.entries, peers.other].reduce((sum, { states }) => sum + states[state], 0);
    expect([state, held]).toEqual([state, counts?.[state]]);
  }
}

async function populate(): Promise<void> {
  await holdEstablished(namespace, 40, { address: "127.0.0.2", port: 8_080 });
  await holdEstablished(namespace, 30, { address: "::1", port: 8_081 });
  await leaveTimeWait(namespace, 20, { address: "127.0.0.3", port: 8_082 });
  const pairs = await pileCloseWait(namespace, 10, { address: "127.0.0.4", port: 8_083 });
  await namespace.ask("close", { id: pairs.clients });
}

describe.skipIf(!namespaces.ok)(namespaces.ok ? title : `${title} (skipped: ${namespaces.reason})`, () => {
  beforeEach(async () => {
    namespace = await startNamespace();
  });
  afterEach(() => namespace.close());

  it("tell who opened a connection: by destination what we did, by port what others did", async () => {
    await populate();
    const census = await read();
    expectWhole(census);
    const { destinations, localPorts, peers } = listsOf(census);
    expect(destinations.entries).toMatchObject([
      { sourceAddress: "127.0.0.1", address: "127.0.0.2", port: 8_080, sockets: 40, occupiedPorts: 40 },
      { sourceAddress: "::1", address: "::1", port: 8_081, sockets: 30, occupiedPorts: 30 },
      { sourceAddress: "127.0.0.1", address: "127.0.0.3", port: 8_082, states: { TIME_WAIT: 20 } },
      { address: "127.0.0.4", port: 8_083, states: { FIN_WAIT2: 10 }, occupiedPorts: 10 },
    ]);
    expect(localPorts.entries).toMatchObject([
      { port: 8_080, sockets: 40 },
      { port: 8_081, sockets: 30 },
      { port: 8_083, sockets: 10, states: { CLOSE_WAIT: 10 } },
    ]);
    expect(peers.entries.find(({ address }) => address === "::1")).toMatchObject({
      sockets: 60,
      inbound: 30,
    });
    expect(peers.entries.find(({ address }) => address === "127.0.0.1")).toMatchObject({
      sockets: 50,
      inbound: 50,
    });
  });

  it("are the same by procfs, but for the cgroups, which it does not have", async () => {
    await populate();
    const diag = listsOf(await read("full"));
    const proc = listsOf(await read("full", "/proc/self"));
    expect(proc).toEqual({
      ...diag,
      cgroups: { entries: [], other: { ...diag.cgroups.other, sockets: 0, keys: 0 } },
      withoutCgroup: 180,
    });
  });

  it.each<CensusTier>(["troubled", "timeWait"])(
    "of the tier %s hold the states it asks for, and no others",
    async (tier) => {
      await populate();
      const full = await read("full");
      for (const procRoot of ["/proc", "/proc/self"]) {
        const census = await read(tier, procRoot);
        expectWhole(census);
        for (const state of TCP_STATES) {
          const expected = tierHas(tier, state) ? full.sockets.counts?.[state] : 0;
          expect([state, census.sockets.counts?.[state]]).toEqual([state, expected]);
        }
        expect(census.sockets.finWait2InTimeWait).toBe(tier === "troubled" ? 10 : null);
      }
    },
  );

  it("tell young TIME_WAIT from old ones", async () => {
    await leaveTimeWait(namespace, 25, { port: 8_082 });
    const { destinations } = listsOf(await read());
    expect(destinations.entries).toMatchObject([{ timeWaitAges: [25, 0, 0, 0, 0] }]);
  });

  it("do not count reserved ports as occupied", async () => {
    await namespace.ask("writeSysctl", { name: "net.ipv4.ip_local_port_range", value: "40000 40039" });
    await holdEstablished(namespace, 40, { port: 8_080 });
    const reserved = [40_000, 40_039, 8_080];
    const census = await namespace.ask("readCensus", { procRoot: "/proc", reserved });
    expect(listsOf(census).destinations.entries).toMatchObject([{ sockets: 40, occupiedPorts: 38 }]);
  });

  it("take one listener of many addresses, and many listeners of one, for what they are", async () => {
    await holdEstablished(namespace, 5, { address: "0.0.0.0", port: 8_080 });
    await namespace.ask("listen", { address: "127.0.0.1", port: 40_000, backlog: 1 });
    const census = await read();
    expectWhole(census);
    expect(listsOf(census).localPorts.entries).toMatchObject([{ port: 8_080, sockets: 5 }]);
  });

  it("have the fifty largest of many, and the exact rest", async () => {
    for (let host = 1; host <= 60; host++) {
      await holdEstablished(namespace, host, { address: `127.0.1.${host}`, port: 8_080 });
    }
    const census = await read();
    expectWhole(census);
    const { entries, other } = listsOf(census).destinations;
    expect(entries.map(({ sockets }) => sockets)).toEqual(
      Array.from({ length: 50 }, (_, index) => 60 - index),
    );
    expect(other).toMatchObject({ keys: 10, keysExact: true, sockets: 55 });
  });

  it("count what the kernel's own counters say, by its rules for each", async () => {
    await populate();
    await namespace.ask("listen", { address: "::", port: 9_000, backlog: 5 });
    const { counts, sockets } = await read();
    const proc = `/proc/${namespace.pid}`;
    const sockstat = readNetSockstat(proc);
    const sockstat6 = readNetSockstat6(proc);
    const { text } = await namespace.ask("readText", { path: "/proc/net/snmp" });
    if (sockstat.status !== "ok" || sockstat6.status !== "ok" || counts === null)
      throw new Error("no figures");
    const inuse = (sockstat.fields.get("TCP.inuse") ?? 0) + (sockstat6.fields.get("TCP6.inuse") ?? 0);
    const currEstab = parseNetSnmp(text).fields.get("Tcp.CurrEstab") ?? null;
    const timeWait = sockstat.fields.get("TCP.tw") ?? null;
    expect({ currEstab, timeWait, inuse }).toEqual({ currEstab: 150, timeWait: 30, inuse: 155 });
    const { finWait2InTimeWait } = sockets;
    const reconciled = reconcileStates({ states: counts, finWait2InTimeWait, currEstab, timeWait, inuse });
    const equal = { because: "equal", difference: 0 };
    expect(reconciled).toMatchObject({ established: equal, timeWait: equal, inuse: equal });
  });
});
