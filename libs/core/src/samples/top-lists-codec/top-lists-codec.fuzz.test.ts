import { isIP } from "node:net";
import { describe, expect, it } from "vitest";
import { testAnyBytes, testSpoiling } from "../../../test/spoil.js";
import { TCP_STATES, zeroStateCounts } from "../../tcp/states.js";
import type { PackReading } from "../reading.js";
import { CENSUS_TIERS, type TopEntry, type TopLists } from "../top-lists.js";
import { writeVarint } from "../varint.js";
import { decodeTopLists } from "./decode-top-lists.js";
import { encodeTopLists } from "./encode-top-lists.js";
import { MAX_LIST_ENTRIES } from "./format.js";

const entry: TopEntry = { sockets: 7, states: { ...zeroStateCounts(), ESTABLISHED: 4, TIME_WAIT: 3 } };
const other = { sockets: 900, states: zeroStateCounts(), keys: 12, keysExact: false };

const lists: TopLists = {
  atMs: 1_790_000_000_017,
  tier: "full",
  partial: false,
  portRange: [32_768, 60_999],
  usablePorts: 28_232,
  destinations: {
    entries: ["10.0.0.8", "10.0.0.9", "fe80::1", "10.0.0.8"].map((address, index) => ({
      ...entry,
      sourceAddress: "10.0.0.7",
      address,
      port: 443 + index,
      occupiedPorts: index === 0 ? null : 7,
      timeWaitAges: [1, 0, 2, 0, 0],
    })),
    other,
  },
  localPorts: { entries: [{ ...entry, port: 22, timeWaitAges: [0, 0, 0, 0, 0] }], other },
  peers: { entries: [{ ...entry, address: "::ffff:10.0.0.8", inbound: 3 }], other },
  cgroups: {
    entries: ["nginx", "ssh", "postgresql@16-main"].map((name, index) => ({
      ...entry,
      id: `${2n ** BigInt(index * 31)}`,
      path: `/system.slice/${name}.service`,
    })),
    other,
  },
  withoutCgroup: 5,
};

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

function expectTotal(bytes: Uint8Array): PackReading<TopLists> {
  const reading = decodeTopLists(bytes);
  if (reading.ok) expectSound(reading.value);
  else expect(reading.reason).not.toBe("");
  return reading;
}

function expectSound(value: TopLists): void {
  const { destinations, localPorts, peers, cgroups } = value;
  expect(CENSUS_TIERS).toContain(value.tier);
  const counts = [value.atMs, value.withoutCgroup, value.usablePorts ?? 0, ...(value.portRange ?? [])];
  for (const list of [destinations, localPorts, peers, cgroups]) {
    expect(list.entries.length).toBeLessThanOrEqual(MAX_LIST_ENTRIES);
    counts.push(list.other.keys);
    for (const { sockets, states } of [...list.entries, list.other]) {
      counts.push(sockets, ...TCP_STATES.map((state) => states[state]));
    }
  }
  for (const { port, timeWaitAges } of [...destinations.entries, ...localPorts.entries]) {
    expect(port).toBeLessThanOrEqual(65_535);
    counts.push(port, ...timeWaitAges);
  }
  expect(counts.every(isCount)).toBe(true);
  const texts = [
    ...destinations.entries.flatMap((of) => [of.sourceAddress, of.address]),
    ...peers.entries.map((of) => of.address),
  ];
  expect(texts.every((text) => isIP(text) !== 0)).toBe(true);
  expect(cgroups.entries.every(({ id }) => BigInt(id) < 2n ** 64n)).toBe(true);
}

const whole = encodeTopLists(lists);
const EMPTY_LISTS = [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0];

function varints(...numbers: readonly number[]): number[] {
  const out: number[] = [];
  for (const number of numbers) writeVarint(out, number);
  return out;
}

describe("bytes nobody should send", () => {
  it("the lists that are spoilt here are good ones", () => {
    expect(decodeTopLists(whole)).toEqual({ ok: true, value: lists });
  });

  testSpoiling(whole, expectTotal);
  testAnyBytes([[], varints(1, 0, 5, 0, 0), [...whole.subarray(0, 30)]], expectTotal);

  const head = varints(1, 0, 5, 0, 0);
  it.each<[string, number[], string]>([
    ["no byte", [], "the version is cut short"],
    ["another version", [2], "top lists version 2 is not known, only 1"],
    ["a flag that does not exist", varints(1, 256), "the flags is 256, at most 255"],
    ["a tier that does not exist", varints(1, 3, 5, 0, 0), "the tier is not known"],
    ["a port above 65535", varints(1, 8, 5, 65_536, 7), "a port is 65536"],
    ["too many entries", [...head, ...varints(201)], "the number of entries is 201, at most 200"],
    ["more entries than any memory holds", [...head, ...varints(2 ** 53 - 1)], "the number of entries is"],
    ["a state that does not exist", [...head, 1, ...varints(4096)], "the states of an entry is 4096"],
    [
      "states that sum to too many",
      [...head, 1, 7, ...varints(2 ** 53 - 1, 1)],
      "sum to more than can be counted",
    ],
    ["an address that was not there before", [...head, 1, 1, 20], "address 0 was not there before"],
    ["an address cut short", [...head, 1, 1, 0, 10, 0, 0], "an address is cut short"],
    ["too many age classes", [...head, 0, 1, 0, 1, 1, 22, 32], "the age classes is 32, at most 31"],
    [
      "a cgroup id of 65 bits",
      [...head, ...EMPTY_LISTS.slice(0, 9), 1, 1, 1, ...varints(2 ** 32)],
      "a cgroup id is",
    ],
    [
      "a path that shares more than there was",
      [...head, ...EMPTY_LISTS.slice(0, 9), 1, 1, 0, 2],
      "a cgroup path is 2",
    ],
    [
      "a path longer than PATH_MAX",
      [...head, ...EMPTY_LISTS.slice(0, 9), 1, 1, 0, 1, 0, ...varints(4097)],
      "4097",
    ],
    ["a byte too many", [...head, ...EMPTY_LISTS, 0], "1 bytes too many"],
  ])("%s: refused with its reason", (_name, bytes, reason) => {
    expect(decodeTopLists(Uint8Array.from(bytes))).toEqual({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });
});
