import { describe, expect, it } from "vitest";
import { type StateCounts, zeroStateCounts } from "../../tcp/states.js";
import type { TopLists } from "../top-lists.js";
import { decodeTopLists } from "./decode-top-lists.js";
import { encodeTopLists } from "./encode-top-lists.js";

/** The bytes themselves: lists lie in spools and databases for years, so these never change. */

const statesOf = (counts: Partial<StateCounts>) => ({ ...zeroStateCounts(), ...counts });
const noRest = { sockets: 0, states: statesOf({}), keys: 0, keysExact: true };
const none = { entries: [], other: noRest };

const empty: TopLists = {
  atMs: 1000,
  tier: "troubled",
  partial: false,
  portRange: null,
  usablePorts: null,
  destinations: none,
  localPorts: none,
  peers: none,
  cgroups: none,
  withoutCgroup: 0,
};

const full: TopLists = {
  atMs: 1_790_000_000_017,
  tier: "full",
  partial: true,
  portRange: [32_768, 60_999],
  usablePorts: 28_232,
  destinations: {
    entries: [
      {
        sockets: 5,
        states: statesOf({ ESTABLISHED: 2, TIME_WAIT: 3 }),
        sourceAddress: "10.0.0.7",
        address: "10.0.0.8",
        port: 5432,
        occupiedPorts: 5,
        timeWaitAges: [1, 0, 2, 0, 0],
      },
      {
        sockets: 9,
        states: statesOf({ SYN_SENT: 4, CLOSE: 1 }),
        sourceAddress: "fe80::1",
        address: "::ffff:10.0.0.8",
        port: 443,
        occupiedPorts: null,
        timeWaitAges: [],
      },
    ],
    other: { sockets: 300, states: statesOf({ ESTABLISHED: 300 }), keys: 17, keysExact: false },
  },
  localPorts: {
    entries: [{ sockets: 1, states: statesOf({ CLOSE_WAIT: 1 }), port: 22, timeWaitAges: [0, 0, 0, 0, 0] }],
    other: noRest,
  },
  peers: {
    entries: [{ sockets: 7, states: statesOf({ LAST_ACK: 7 }), address: "10.0.0.8", inbound: 0 }],
    other: noRest,
  },
  cgroups: {
    entries: [
      { sockets: 3, states: statesOf({ ESTABLISHED: 3 }), id: "4242", path: "/system.slice/a.service" },
      {
        sockets: 2,
        states: statesOf({ ESTABLISHED: 2 }),
        id: "18446744073709551615",
        path: "/system.slice/bé.service",
      },
      { sockets: 1, states: statesOf({ FIN_WAIT1: 1 }), id: "0", path: null },
    ],
    other: noRest,
  },
  withoutCgroup: 12,
};

const REST = "01 00";

const vectors: readonly [name: string, lists: TopLists, parts: readonly string[]][] = [
  ["nothing at all", empty, ["01 01 e8 07 00 00", `00 ${REST}`, `00 ${REST}`, `00 ${REST}`, `00 ${REST}`]],
  [
    "a bit of everything",
    full,
    [
      "01 1c 91 d8 c1 a2 8c 34 80 80 02 c7 dc 03 c9 dc 01 0c",
      "02 07 02 03 00 0a 00 00 07 03 08 b8 2a 06 0b 01 00 02 00 00",
      "a0 10 09 04 01 04 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01",
      "04 00 00 00 00 00 00 00 00 00 00 ff ff 0a 00 00 08 bb 03 00 00 03 ac 02 11",
      `01 09 01 16 0a ${REST}`,
      `01 81 02 07 15 00 ${REST}`,
      "03 03 03 a4 42 01 00 17 2f 73 79 73 74 65 6d 2e 73 6c 69 63 65 2f 61 2e 73 65 72 76 69 63 65",
      `03 02 ff ff ff ff 1f ff ff ff ff 0f 0f 08 02 62 e9 01 81 01 01 00 00 ${REST}`,
    ],
  ],
];

const bytesOf = (hex: string) => Uint8Array.from(hex.split(" "), (byte) => Number.parseInt(byte, 16));
const hexOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

describe("the bytes of top lists", () => {
  it.each(vectors)("%s: written", (_name, lists, parts) => {
    expect(hexOf(encodeTopLists(lists))).toBe(parts.join(" "));
  });

  it.each(vectors)("%s: read", (_name, lists, parts) => {
    expect(decodeTopLists(bytesOf(parts.join(" ")))).toEqual({ ok: true, value: lists });
  });
});
