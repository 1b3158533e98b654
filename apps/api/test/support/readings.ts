import type { Condition, Namespaces, Owners } from "@fourtuple/contracts/agent";
import { TIME_WAIT_AGE_LIMITS_SEC, type TopLists } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";

function countsOf(counts: Partial<Record<(typeof TCP_STATES)[number], number>>) {
  return Object.fromEntries(TCP_STATES.map((state) => [state, counts[state] ?? 0])) as Record<
    (typeof TCP_STATES)[number],
    number
  >;
}

const NONE = { sockets: 0, states: countsOf({}), keys: 0, keysExact: true };
const AGES = Array<number>(TIME_WAIT_AGE_LIMITS_SEC.length + 1).fill(0);

/** Top lists with an entry in each list. */
export function makeTopLists(overrides: Partial<TopLists>): TopLists {
  const states = countsOf({ ESTABLISHED: 20, TIME_WAIT: 5 });
  const entry = { sockets: 25, states };
  return {
    atMs: 0,
    tier: "full",
    partial: false,
    portRange: [32_768, 60_999],
    usablePorts: 28_232,
    destinations: {
      entries: [
        {
          ...entry,
          sourceAddress: "192.0.2.1",
          address: "198.51.100.7",
          port: 5432,
          occupiedPorts: 25,
          timeWaitAges: [5, ...AGES.slice(1)],
        },
      ],
      other: NONE,
    },
    localPorts: { entries: [{ ...entry, port: 443, timeWaitAges: AGES }], other: NONE },
    peers: { entries: [{ ...entry, address: "2001:db8::7", inbound: 3 }], other: NONE },
    cgroups: { entries: [{ ...entry, id: "4711", path: "/system.slice/nginx.service" }], other: NONE },
    withoutCgroup: 5,
    ...overrides,
  };
}

export function makeCondition(overrides: Partial<Condition>): Condition {
  return {
    atMs: 0,
    cpuBudget: 0.01,
    cpuUsed: 0.0012,
    source: "sock_diag",
    sourceReason: null,
    tiers: [
      { tier: "full", intervalMs: 8_000, reason: "budget", cpuUs: 51_000, sockets: 200_000, readAtMs: 5 },
    ],
    limitations: [{ code: "foreign-processes-hidden", detail: "hidepid=2 on /proc" }],
    spool: { records: 1, bytes: 2_048, maxBytes: 2 ** 26, oldestAtMs: null, lostSamples: 0, problem: null },
    ...overrides,
  };
}

export function makeNamespaces(overrides: Partial<Namespaces>): Namespaces {
  return {
    atMs: 0,
    intervalMs: 30_000,
    cpuUs: 900,
    namespaces: [
      {
        inode: 4_026_532_009,
        name: "blue",
        pid: 77,
        readAtMs: 1,
        states: countsOf({ LISTEN: 1 }),
        portRange: [32_768, 60_999],
        usablePorts: 28_232,
        sysctls: { "net.ipv4.tcp_tw_reuse": "2" },
        destinations: [],
        problem: null,
      },
    ],
    more: 0,
    ...overrides,
  };
}

export function makeOwners(requestId: string): Owners {
  const owner = { pid: 812, name: "nginx", uid: 33, unit: "nginx.service", container: null, sockets: 20 };
  const key = { list: "localPorts", port: 443 } as const;
  return {
    requestId,
    atMs: 1,
    cpuUs: 2_000,
    keys: [{ key, owners: [owner], ownerless: 5, hidden: 0 }],
    problem: null,
  };
}
