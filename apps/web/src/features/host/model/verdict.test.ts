import { describe, expect, it } from "vitest";
import { aDestination, topListsFixture } from "./top-lists.fixture";
import { type Evidence, evaluateVerdict } from "./verdict";

const listener = { address: "0.0.0.0", port: 8080, acceptQueue: 0, backlog: 128, drops: 0, uid: 0 };
const calm: Evidence = {
  nowMs: 100_000,
  hearsServer: true,
  status: "live",
  lastSeenMs: 99_500,
  partial: false,
  censusSource: "sock_diag",
  values: { "states.ESTABLISHED": 40, "states.TIME_WAIT": 2, "sockstat.TCP.tw": 2, "sockstat.TCP.mem": 10 },
  listeners: [listener],
  topLists: null,
  grown: new Map(),
  seenMs: 60_000,
  sysctls: new Map([
    ["net.ipv4.tcp_max_tw_buckets", "1000"],
    ["net.ipv4.tcp_mem", "100 200 300"],
    ["net.ipv4.tcp_max_orphans", "1000"],
    ["net.ipv4.tcp_syncookies", "1"],
  ]),
};
const judge = (change: Partial<Evidence>) => evaluateVerdict({ ...calm, ...change });
const codes = (change: Partial<Evidence>) =>
  judge(change).map((verdict) => `${verdict.severity} ${verdict.code}`);
const grown = (figures: Record<string, number>) => ({ grown: new Map(Object.entries(figures)) });

describe("evaluateVerdict", () => {
  it("says in one line that all is well, with the figure it rests on", () => {
    expect(judge({})).toEqual([
      { code: "well", severity: "ok", params: { sockets: 42, seenS: 60 }, anchor: "chart" },
    ]);
  });

  it("claims no quiet minute before it has seen one", () => {
    expect(codes({ seenMs: 5000 })).toEqual(["ok wellNow"]);
  });

  it("says only that a silent host is silent, since old figures prove nothing", () => {
    const full = { listeners: [{ ...listener, acceptQueue: 129 }], lastSeenMs: 58_000 };
    expect(judge({ ...full, status: "stale" })).toEqual([
      { code: "stale", severity: "warning", params: { silentMs: 42_000 }, anchor: "header" },
    ]);
    expect(codes({ ...full, status: "offline" })).toEqual(["critical offline"]);
    expect(codes({ lastSeenMs: null, status: "never" })).toEqual(["nodata never"]);
  });

  it("blames no agent while this page does not hear the server", () => {
    expect(codes({ hearsServer: false, status: "offline", lastSeenMs: 70_000 })).toEqual([
      "nodata unreachable",
    ]);
  });

  it("calls an accept queue full only above its backlog, which holds one more", () => {
    expect(codes({ listeners: [{ ...listener, acceptQueue: 128 }] })).toEqual(["ok well"]);
    const [worst] = judge({
      listeners: [
        { ...listener, acceptQueue: 129 },
        { ...listener, port: 1, acceptQueue: 200 },
      ],
    });
    expect(worst).toMatchObject({
      code: "acceptQueueFull",
      severity: "critical",
      params: { listener: "0.0.0.0:1", acceptQueue: 200, backlog: 128, others: 1 },
    });
  });

  it("tells a passing overflow from a lasting one", () => {
    expect(codes(grown({ "TcpExt.ListenOverflows": 20 }))).toEqual(["warning listenOverflows"]);
    expect(codes(grown({ "TcpExt.ListenOverflows": 200 }))).toEqual(["critical listenOverflows"]);
  });

  it("takes cookies for a full SYN queue only where they are not sent always", () => {
    const flood = grown({ "TcpExt.TCPReqQFullDoCookies": 6000 });
    expect(codes(flood)).toEqual(["critical synCookies"]);
    expect(codes({ ...flood, sysctls: new Map([["net.ipv4.tcp_syncookies", "2"]]) })).toEqual(["ok well"]);
    expect(codes(grown({ "TcpExt.TCPReqQFullDrop": 1 }))).toEqual(["critical synQueueDrops"]);
  });

  it("leaves SYN retries and thin traffic out of the share of retransmits", () => {
    const sent = { "TcpExt.TCPOrigDataSent": 10_000 };
    expect(codes(grown({ ...sent, "Tcp.RetransSegs": 150 }))).toEqual(["warning retransmits"]);
    expect(codes(grown({ ...sent, "Tcp.RetransSegs": 600 }))).toEqual(["critical retransmits"]);
    expect(codes(grown({ ...sent, "Tcp.RetransSegs": 600, "TcpExt.TCPSynRetrans": 590 }))).toEqual([
      "ok well",
    ]);
    expect(codes(grown({ "TcpExt.TCPOrigDataSent": 900, "Tcp.RetransSegs": 500 }))).toEqual(["ok well"]);
  });

  it("measures against the limits this host has", () => {
    const at = (name: string, value: number) => codes({ values: { ...calm.values, [name]: value } });
    expect(at("sockstat.TCP.tw", 701)).toEqual(["warning timeWaitNearLimit"]);
    expect(at("sockstat.TCP.mem", 150)).toEqual(["warning memoryNearPressure"]);
    expect(at("sockstat.TCP.mem", 200)).toEqual(["critical memoryPressure"]);
    expect(at("sockstat.TCP.orphan", 260)).toEqual(["critical orphansNearLimit"]);
  });

  it("names the destination that runs short of ports", () => {
    const topLists = topListsFixture({
      destinations: [aDestination({ occupiedPorts: 80 })],
      usablePorts: 100,
    });
    expect(judge({ topLists })).toMatchObject([
      {
        code: "portsScarce",
        severity: "critical",
        params: { source: "10.0.0.9", destination: "10.2.0.7:5432", occupied: 80, usable: 100, share: 0.8 },
      },
    ]);
    expect(codes({ topLists: { ...topLists, usablePorts: 160 } })).toEqual(["warning portsHalf"]);
    expect(codes({ topLists: { ...topLists, usablePorts: 161 } })).toEqual(["ok well"]);
    expect(codes({ topLists: { ...topLists, usablePorts: null } })).toEqual(["ok well"]);
  });

  it("says nothing about a limit it does not know", () => {
    const values = { "sockstat.TCP.tw": 1e6, "sockstat.TCP.mem": 1e6, "sockstat.TCP.orphan": 1e6 };
    expect(codes({ values, sysctls: new Map() })).toEqual(["ok well"]);
  });

  it("reports TIME_WAIT sockets that were not made and connections closed for memory", () => {
    expect(codes(grown({ "TcpExt.TCPTimeWaitOverflow": 1 }))).toEqual(["critical timeWaitOverflow"]);
    expect(codes(grown({ "TcpExt.TCPAbortOnMemory": 1 }))).toEqual(["critical abortedForMemory"]);
  });

  it("puts the worst first and keeps a partial census a remark beside the verdict", () => {
    expect(codes({ partial: true })).toEqual(["ok well", "info partial"]);
    const change = { partial: true, ...grown({ "TcpExt.ListenOverflows": 2, "TcpExt.TCPAbortOnMemory": 1 }) };
    expect(codes(change)).toEqual(["critical abortedForMemory", "warning listenOverflows", "info partial"]);
  });

  it("does not call a host well whose states cannot be read", () => {
    expect(codes({ censusSource: "none" })).toEqual(["warning noCensus"]);
  });
});
