import {
  awaitCounts,
  holdEstablished,
  holdFromWire,
  leaveTimeWait,
  type Namespace,
  pileCloseWait,
  pileClosing,
  pileFinWait1,
  pileLastAck,
  startNamespace,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectStates, findDestination, Pulse, titled, whyNot } from "./observe.js";

const reason = whyNot({ wire: true });
let namespace: Namespace;
let pulse: Pulse;

const sysctl = (name: string, value: string) => namespace.ask("writeSysctl", { name, value });

describe.skipIf(reason !== null)(titled("connections that are being closed", reason), () => {
  beforeEach(async () => {
    namespace = await startNamespace();
    pulse = new Pulse(namespace);
  });
  afterEach(() => namespace.close());

  it("leak in CLOSE_WAIT where a program forgets close(), and CurrEstab counts them", async () => {
    const { port } = await pileCloseWait(namespace, 20);
    const census = await expectStates(namespace, { LISTEN: 1, CLOSE_WAIT: 20, FIN_WAIT2: 20 });
    expect(pulse.read().get("Tcp.CurrEstab")).toBe(20);
    expect(census.sockets.finWait2InTimeWait).toBe(0);
    expect(census.sockets.topLists?.localPorts.entries).toMatchObject([
      { port, sockets: 20, states: { CLOSE_WAIT: 20 } },
    ]);
    expect(findDestination(census, { port })).toMatchObject({ sockets: 20, states: { FIN_WAIT2: 20 } });
  });

  it("are orphans in FIN_WAIT2 among the TIME_WAIT of sockstat", async () => {
    const { clients } = await pileCloseWait(namespace, 10);
    await namespace.ask("close", { id: clients });
    const { sockets } = await expectStates(namespace, { LISTEN: 1, CLOSE_WAIT: 10, FIN_WAIT2: 10 });
    expect(sockets.finWait2InTimeWait).toBe(10);
    expect(pulse.moved("TCP.tw", "TcpExt.TW")).toEqual({ "TCP.tw": 10, "TcpExt.TW": 10 });
  });

  it("are forgotten as such after tcp_fin_timeout, and what their peer then writes is answered by RST", async () => {
    await sysctl("net.ipv4.tcp_fin_timeout", "1");
    const { clients, servers } = await pileCloseWait(namespace, 10);
    await namespace.ask("close", { id: clients });
    await awaitCounts(namespace, ({ FIN_WAIT2 }) => FIN_WAIT2 === 0);
    await expectStates(namespace, { LISTEN: 1, CLOSE_WAIT: 10 });
    // A minisocket that is to live four seconds or less counts as killed (net/ipv4/inet_timewait_sock.c).
    expect(pulse.moved("TCP.tw", "TcpExt.TWKilled")).toEqual({ "TCP.tw": 0, "TcpExt.TWKilled": 10 });
    pulse.reset();
    await namespace.ask("write", { connections: servers, bytes: 1 });
    await awaitCounts(namespace, ({ CLOSE_WAIT }) => CLOSE_WAIT === 0);
    expect(pulse.moved("Tcp.EstabResets", "Tcp.OutRsts")).toEqual({
      "Tcp.EstabResets": 10,
      "Tcp.OutRsts": 10,
    });
  });

  it("stay in FIN_WAIT1 while nothing acknowledges the FIN, which is sent again", async () => {
    const { peers } = await pileFinWait1(namespace, 12);
    await expectStates(namespace, { LISTEN: 1, FIN_WAIT1: 12 });
    await pulse.awaitMoved("Tcp.RetransSegs", 12);
    expect(pulse.read().get("TCP.tw")).toBe(0);
    await namespace.ask("sendAsPeers", { peers, acknowledge: true });
    const { sockets } = await expectStates(namespace, { LISTEN: 1, FIN_WAIT2: 12 });
    expect(sockets.finWait2InTimeWait).toBe(12);
    await namespace.ask("sendAsPeers", { peers, acknowledge: true, fin: true });
    await expectStates(namespace, { LISTEN: 1, TIME_WAIT: 12 });
    expect(pulse.read().get("TCP.tw")).toBe(12);
  });

  it("stay in LAST_ACK where the last ACK is lost, and go when it comes", async () => {
    const { peers } = await pileLastAck(namespace, 15);
    await expectStates(namespace, { LISTEN: 1, LAST_ACK: 15 });
    await pulse.awaitMoved("Tcp.RetransSegs", 15);
    await namespace.ask("sendAsPeers", { peers, acknowledge: true });
    await expectStates(namespace, { LISTEN: 1 });
    expect(pulse.moved("TcpExt.TW")).toEqual({ "TcpExt.TW": 0 });
  });

  it("are in CLOSING where both ends close at once, and in TIME_WAIT when that is acknowledged", async () => {
    const { peers } = await pileClosing(namespace, 10);
    await expectStates(namespace, { LISTEN: 1, CLOSING: 10 });
    await namespace.ask("sendAsPeers", { peers, acknowledge: true });
    await expectStates(namespace, { LISTEN: 1, TIME_WAIT: 10 });
  });

  it.each([
    [50, 200],
    [0, 50],
  ])(
    "get no TIME_WAIT past tcp_max_tw_buckets %i, and the overflow is counted",
    async (limit, connections) => {
      await sysctl("net.ipv4.tcp_max_tw_buckets", String(limit));
      await leaveTimeWait(namespace, connections);
      await expectStates(namespace, { LISTEN: 1, TIME_WAIT: limit });
      expect(pulse.moved("TcpExt.TCPTimeWaitOverflow", "TCP.tw")).toEqual({
        "TcpExt.TCPTimeWaitOverflow": connections - limit,
        "TCP.tw": limit,
      });
    },
  );
});

describe.skipIf(reason !== null)(titled("connections that are reset", reason), () => {
  beforeEach(async () => {
    namespace = await startNamespace();
    pulse = new Pulse(namespace);
  });
  afterEach(() => namespace.close());

  it("by SO_LINGER of no time leave no state, and count as aborted on data", async () => {
    const { connections } = await holdFromWire(namespace, 5);
    await namespace.ask("reset", { connections });
    await expectStates(namespace, { LISTEN: 1 });
    expect(
      pulse.moved("TcpExt.TCPAbortOnData", "TcpExt.TCPAbortOnClose", "Tcp.EstabResets", "Tcp.OutRsts"),
    ).toEqual({
      "TcpExt.TCPAbortOnData": 5,
      "TcpExt.TCPAbortOnClose": 0,
      "Tcp.EstabResets": 5,
      "Tcp.OutRsts": 5,
    });
  });

  it("by close() with data that was not read count as aborted on close, at both ends as resets", async () => {
    const { clients, servers } = await holdEstablished(namespace, 5);
    await namespace.ask("write", { connections: clients, bytes: 10 });
    await namespace.ask("close", { id: servers });
    await expectStates(namespace, { LISTEN: 1 });
    expect(pulse.moved("TcpExt.TCPAbortOnClose", "Tcp.OutRsts", "Tcp.EstabResets")).toEqual({
      "TcpExt.TCPAbortOnClose": 5,
      "Tcp.OutRsts": 5,
      "Tcp.EstabResets": 10,
    });
  });

  it("by the other end leave no state, and are counted", async () => {
    const { peers } = await holdFromWire(namespace, 7);
    await namespace.ask("sendAsPeers", { peers, acknowledge: true, reset: true });
    await expectStates(namespace, { LISTEN: 1 });
    expect(pulse.moved("Tcp.EstabResets", "Tcp.OutRsts")).toEqual({ "Tcp.EstabResets": 7, "Tcp.OutRsts": 0 });
  });
});
