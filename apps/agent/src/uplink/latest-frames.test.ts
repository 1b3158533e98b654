import { type Condition, FRAME } from "@fourtuple/contracts/agent";
import { type CensusTier, decodeTopLists, type TopLists } from "@fourtuple/core/samples";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import { beforeEach, describe, expect, it } from "vitest";
import { LatestFrames, TOP_LISTS_INTERVAL_MS } from "./latest-frames.js";

const START_MS = Date.UTC(2026, 0, 1);
const nobody = { sockets: 0, states: zeroStateCounts(), keys: 0, keysExact: true };

function listsAt(seconds: number, withoutCgroup = 0, tier: CensusTier = "full"): TopLists {
  const list = { entries: [], other: nobody };
  return {
    atMs: START_MS + seconds * 1000,
    tier,
    partial: false,
    portRange: null,
    usablePorts: null,
    destinations: list,
    localPorts: list,
    peers: list,
    cgroups: list,
    withoutCgroup,
  };
}

const condition = (atMs: number): Condition => ({
  atMs,
  cpuBudget: 0.01,
  cpuUsed: null,
  source: "sock_diag",
  sourceReason: null,
  tiers: [],
  limitations: [],
  spool: { records: 0, bytes: 0, maxBytes: 1, oldestAtMs: null, lostSamples: 0, problem: null },
});

function openWire() {
  const frames: Uint8Array[] = [];
  const sent = (type: number) =>
    frames.filter((frame) => frame[0] === type).map((frame) => frame.subarray(1));
  return {
    clogged: false,
    isClogged() {
      return this.clogged;
    },
    send: (frame: Uint8Array) => void frames.push(frame),
    json: (type: number) => sent(type).map((payload) => JSON.parse(Buffer.from(payload).toString())),
    /** Seconds at which the top lists on the wire were read. */
    topLists: () =>
      sent(FRAME.TOP_LISTS).map((payload) => {
        const reading = decodeTopLists(payload);
        if (!reading.ok) throw new Error(reading.reason);
        return (reading.value.atMs - START_MS) / 1000;
      }),
  };
}

let latest: LatestFrames;
let wire: ReturnType<typeof openWire>;
beforeEach(() => {
  latest = new LatestFrames();
  wire = openWire();
});

describe("top lists", () => {
  it("go out every ten seconds at most, when they say something new", () => {
    for (let second = 0; second <= 60; second++) latest.putTopLists(wire, listsAt(second, second));
    expect(wire.topLists()).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(TOP_LISTS_INTERVAL_MS).toBe(10_000);
  });

  it("that say what those before said do not go out", () => {
    for (let second = 0; second <= 60; second++)
      latest.putTopLists(wire, listsAt(second, second < 35 ? 1 : 2));
    expect(wire.topLists()).toEqual([0, 35]);
  });

  it("of each tier keep their own time, and the newest of each begins a connection", () => {
    for (let second = 0; second <= 12; second++) {
      latest.putTopLists(wire, listsAt(second, second));
      if (second > 3) latest.putTopLists(wire, listsAt(second, second, "timeWait"));
    }
    expect(wire.topLists()).toEqual([0, 4, 10]);
    const next = openWire();
    latest.begin(next);
    expect(next.topLists()).toEqual([10, 4]);
  });

  it("wait for a connection that takes them, and for a clock that was set back", () => {
    latest.putTopLists(null, listsAt(0));
    wire.clogged = true;
    latest.putTopLists(wire, listsAt(10, 1));
    wire.clogged = false;
    latest.putTopLists(wire, listsAt(11, 1));
    latest.putTopLists(wire, listsAt(-3600, 2));
    expect(wire.topLists()).toEqual([11, -3600]);
  });
});

describe("what only matters as it is now", () => {
  it("goes out at once, and the newest of each again on the next connection", () => {
    const more = { listeners: [], more: 0 };
    latest.putCondition(null, condition(1));
    latest.putCondition(null, condition(2));
    latest.putListeners(wire, more, 5);
    latest.putListeners(wire, more, 6);
    latest.putNamespaces(wire, { atMs: 7, intervalMs: 1, cpuUs: null, namespaces: [], more: 0 });
    expect(wire.json(FRAME.LISTENERS)).toEqual([{ atMs: 5, ...more }]);
    const next = openWire();
    latest.begin(next);
    expect(next.json(FRAME.CONDITION)).toEqual([condition(2)]);
    expect(next.json(FRAME.LISTENERS)).toEqual([{ atMs: 5, ...more }]);
    expect(next.json(FRAME.NAMESPACES)).toMatchObject([{ atMs: 7 }]);
  });
});
