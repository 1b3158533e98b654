import type { DestinationEntry, TopEntry, TopList, TopLists } from "@fourtuple/core/samples";
import { type StateCounts, zeroStateCounts } from "@fourtuple/core/tcp";

/** Top lists of a small host, for tests. */
export function states(counts: Partial<StateCounts>): StateCounts {
  return { ...zeroStateCounts(), ...counts };
}

export function aDestination(change: Partial<DestinationEntry>): DestinationEntry {
  return {
    sourceAddress: "10.0.0.9",
    address: "10.2.0.7",
    port: 5432,
    sockets: 120,
    states: states({ ESTABLISHED: 20, TIME_WAIT: 100 }),
    occupiedPorts: 120,
    timeWaitAges: [20, 20, 20, 20, 20],
    ...change,
  };
}

function listOf<E extends TopEntry>(entries: readonly E[]): TopList<E> {
  return { entries, other: { sockets: 0, states: zeroStateCounts(), keys: 0, keysExact: true } };
}

const CONTAINER = `/system.slice/docker-${"ab12cd34ef56".padEnd(64, "0")}.scope`;

type Change = Partial<Omit<TopLists, "destinations">> & { destinations?: readonly DestinationEntry[] };

export function topListsFixture({ destinations = [aDestination({})], ...change }: Change): TopLists {
  const established = { sockets: 40, states: states({ ESTABLISHED: 40 }) };
  return {
    atMs: 1_700_000_000_000,
    tier: "full",
    partial: false,
    portRange: [32_768, 60_999],
    usablePorts: 28_232,
    destinations: listOf(destinations),
    localPorts: listOf([{ ...established, port: 443, timeWaitAges: [0, 0, 0, 0, 0] }]),
    peers: listOf([{ ...established, address: "10.2.0.7", inbound: 0 }]),
    cgroups: listOf([
      { ...established, id: "4711", path: "/system.slice/nginx.service" },
      { sockets: 3, states: states({ ESTABLISHED: 3 }), id: "4712", path: CONTAINER },
    ]),
    withoutCgroup: 100,
    ...change,
  };
}
