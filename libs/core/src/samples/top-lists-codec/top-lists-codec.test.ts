import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TCP_STATES, type TcpState, zeroStateCounts } from "../../tcp/states.js";
import { CENSUS_TIERS, TOP_LIST_LENGTH, type TopEntry, type TopList, type TopLists } from "../top-lists.js";
import { formatAddress } from "./address.js";
import { decodeTopLists } from "./decode-top-lists.js";
import { encodeTopLists } from "./encode-top-lists.js";
import { MAX_LIST_ENTRIES } from "./format.js";

const count = fc.oneof({ weight: 3, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: fc.maxSafeNat() });
const optional = fc.option(fc.nat(70_000), { nil: null });
const port = fc.nat(65_535);
const ages = fc.oneof(fc.constant([0, 0, 0, 0, 0]), fc.array(count, { maxLength: 5 }));
const address = fc
  .oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
  .map(formatAddress);
const someAddress = fc.oneof(fc.constantFrom("127.0.0.1", "10.0.0.7", "::1", "::ffff:10.0.0.7"), address);
const path = fc.oneof(
  fc.constantFrom("/", "/system.slice/nginx.service", "/system.slice/ssh.service"),
  fc.string({ unit: "binary" }),
);

const states = fc.record(
  Object.fromEntries(TCP_STATES.map((state) => [state, fc.oneof(fc.constant(0), fc.nat(500_000))])) as Record<
    TcpState,
    fc.Arbitrary<number>
  >,
);
const topEntry: fc.Arbitrary<TopEntry> = fc.oneof(
  fc.record({ sockets: count, states }),
  states.map((of) => ({ states: of, sockets: TCP_STATES.reduce((sum, state) => sum + of[state], 0) })),
);

function listOf<E>(extra: fc.Arbitrary<E>): fc.Arbitrary<TopList<E & TopEntry>> {
  const entry = fc.tuple(topEntry, extra).map(([base, more]) => ({ ...base, ...more }));
  const other = fc
    .tuple(topEntry, count, fc.boolean())
    .map(([base, keys, keysExact]) => ({ ...base, keys, keysExact }));
  return fc.record({ entries: fc.array(entry, { maxLength: 6 }), other });
}

const anyLists: fc.Arbitrary<TopLists> = fc.record({
  atMs: fc.maxSafeNat(),
  tier: fc.constantFrom(...CENSUS_TIERS),
  partial: fc.boolean(),
  portRange: fc.option(fc.tuple(port, port), { nil: null }),
  usablePorts: optional,
  destinations: listOf(
    fc.record({
      sourceAddress: someAddress,
      address: someAddress,
      port,
      occupiedPorts: optional,
      timeWaitAges: ages,
    }),
  ),
  localPorts: listOf(fc.record({ port, timeWaitAges: ages })),
  peers: listOf(fc.record({ address: someAddress, inbound: count })),
  cgroups: listOf(
    fc.record({
      id: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
      path: fc.option(path, { nil: null }),
    }),
  ),
  withoutCgroup: count,
});

function decoded(bytes: Uint8Array): TopLists {
  const reading = decodeTopLists(bytes);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.value;
}

const entryOf = (of: Partial<Record<TcpState, number>>): TopEntry => {
  const counts = { ...zeroStateCounts(), ...of };
  return { sockets: TCP_STATES.reduce((sum, state) => sum + counts[state], 0), states: counts };
};
const nothing = { ...entryOf({}), keys: 0, keysExact: true };

/** A web server at night: some clients, a database, a metrics port. */
function quietHost(): TopLists {
  const services = ["nginx", "postgresql@16-main", "ssh", "prometheus-node-exporter", "systemd-resolved"];
  return {
    atMs: 1_790_000_000_017,
    tier: "full",
    partial: false,
    portRange: [32_768, 60_999],
    usablePorts: 28_232,
    destinations: {
      entries: [5432, 6379, 443].map((to, index) => ({
        ...entryOf({ ESTABLISHED: 12 - index, TIME_WAIT: index }),
        sourceAddress: "10.0.12.7",
        address: `10.0.12.${8 + index}`,
        port: to,
        occupiedPorts: 12,
        timeWaitAges: [index, 0, 0, 0, 0],
      })),
      other: nothing,
    },
    localPorts: {
      entries: [443, 22, 9100, 5432].map((of, index) => ({
        ...entryOf({ ESTABLISHED: 9 - index, TIME_WAIT: 3 }),
        port: of,
        timeWaitAges: [1, 0, 2, 0, 0],
      })),
      other: nothing,
    },
    peers: {
      entries: Array.from({ length: 9 }, (_, index) => ({
        ...entryOf({ ESTABLISHED: 5, ...(index < 2 ? { TIME_WAIT: 3 } : {}) }),
        address: `10.0.12.${8 + index}`,
        inbound: 4,
      })),
      other: nothing,
    },
    cgroups: {
      entries: services.map((name, index) => ({
        ...entryOf({ ESTABLISHED: 7, LISTEN: 0 }),
        id: `${4242 + index * 85}`,
        path: `/system.slice/${name}.service`,
      })),
      other: nothing,
    },
    withoutCgroup: 21,
  };
}

describe("top lists", () => {
  it("come back whatever they are", () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        expect(decoded(encodeTopLists(lists))).toEqual(lists);
      }),
      { numRuns: 300 },
    );
  });

  it("are the same bytes for the same lists", () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        expect(encodeTopLists(structuredClone(lists))).toEqual(encodeTopLists(lists));
      }),
      { numRuns: 20 },
    );
  });

  it("give addresses back in their canonical form", () => {
    const lists = quietHost();
    const peers = {
      ...lists.peers,
      entries: [{ ...entryOf({}), address: "0:0:0:0:0:FFFF:0A00:0007", inbound: 0 }],
    };
    expect(decoded(encodeTopLists({ ...lists, peers })).peers.entries[0]?.address).toBe("::ffff:10.0.0.7");
  });

  it("of a quiet host take less than 300 bytes", () => {
    expect(decoded(encodeTopLists(quietHost()))).toEqual(quietHost());
    expect(encodeTopLists(quietHost()).length).toBeLessThan(300);
  });

  it("take 17 bytes where there is nothing, and none for a state or an age that is not there", () => {
    const none = { entries: [], other: nothing };
    const lists = { ...quietHost(), destinations: none, localPorts: none, peers: none, cgroups: none };
    const empty = encodeTopLists({ ...lists, portRange: null, usablePorts: null, withoutCgroup: 0, atMs: 1 });
    expect(empty).toHaveLength(17);
    const onePort = {
      ...none,
      entries: [{ ...entryOf({ ESTABLISHED: 5 }), port: 22, timeWaitAges: [0, 0, 0, 0, 0] }],
    };
    expect(encodeTopLists({ ...lists, localPorts: onePort }).length - encodeTopLists(lists).length).toBe(4);
  });

  it("of the largest busy host stay below 4 kB", () => {
    const busy = (index: number) =>
      entryOf({
        ESTABLISHED: 30_000 - index,
        TIME_WAIT: 9_000 + index,
        CLOSE_WAIT: 40,
        FIN_WAIT2: 7,
        SYN_SENT: 3,
      });
    const fifty = Array.from({ length: TOP_LIST_LENGTH }, (_, index) => index);
    const timeWaitAges = [1_500, 1_600, 1_700, 2_100, 2_100];
    const other = { ...busy(0), keys: 9_000, keysExact: true };
    const lists: TopLists = {
      ...quietHost(),
      destinations: {
        entries: fifty.map((index) => ({
          ...busy(index),
          sourceAddress: "10.0.12.7",
          address: `10.1.${index}.9`,
          port: 443,
          occupiedPorts: 28_000,
          timeWaitAges,
        })),
        other,
      },
      localPorts: {
        entries: fifty.map((index) => ({ ...busy(index), port: 8000 + index, timeWaitAges })),
        other,
      },
      peers: {
        entries: fifty.map((index) => ({ ...busy(index), address: `10.1.${index}.9`, inbound: 20_000 })),
        other,
      },
    };
    expect(encodeTopLists(lists).length).toBeLessThan(4_000);
  });
});

describe("lists that cannot be written", () => {
  const lists = quietHost();
  const peer = { ...entryOf({}), address: "10.0.0.1", inbound: 0 };
  const local = { ...entryOf({}), port: 22, timeWaitAges: [0] };
  const cgroup = { ...entryOf({}), id: "1", path: "/" };
  const withPeer = (changes: object) => ({
    ...lists,
    peers: { entries: [{ ...peer, ...changes }], other: nothing },
  });
  const withPort = (changes: object) => ({
    ...lists,
    localPorts: { entries: [{ ...local, ...changes }], other: nothing },
  });
  const withCgroup = (changes: object) => ({
    ...lists,
    cgroups: { entries: [{ ...cgroup, ...changes }], other: nothing },
  });

  it.each<[string, TopLists]>([
    ["a name for an address", withPeer({ address: "localhost" })],
    ["a fraction of a socket", withPeer({ sockets: 0.5 })],
    ["fewer sockets than none", withPeer({ inbound: -1 })],
    ["a state without a count", withPeer({ states: {} })],
    ["a port above 65535", withPort({ port: 65_536 })],
    ["more age classes than there may be", withPort({ timeWaitAges: Array(16).fill(0) })],
    ["a cgroup id of 65 bits", withCgroup({ id: (2n ** 64n).toString() })],
    ["a cgroup id in hex", withCgroup({ id: "0x1f" })],
    ["a path longer than PATH_MAX", withCgroup({ path: "/".repeat(4097) })],
    [
      "too many entries",
      { ...lists, peers: { entries: Array(MAX_LIST_ENTRIES + 1).fill(peer), other: nothing } },
    ],
    ["a port range above 65535", { ...lists, portRange: [1, 65_536] }],
  ])("%s is refused", (_name, bad) => {
    expect(() => encodeTopLists(bad)).toThrow(RangeError);
  });
});
