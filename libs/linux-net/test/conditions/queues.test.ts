import {
  awaitCounts,
  fillAcceptQueue,
  listenOnWire,
  type Namespace,
  pileSynRecv,
  startNamespace,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectStates, Pulse, titled, whyNot } from "./observe.js";

const reason = whyNot({ wire: true });
let namespace: Namespace;
let pulse: Pulse;

const sysctl = (name: string, value: string) => namespace.ask("writeSysctl", { name, value });

describe.skipIf(reason !== null)(titled("the queues of a listener", reason), () => {
  beforeEach(async () => {
    namespace = await startNamespace();
    pulse = new Pulse(namespace);
  });
  afterEach(() => namespace.close());

  it.each(["0", "1"])(
    "overflow at backlog and one, in silence, with tcp_abort_on_overflow %s",
    async (value) => {
      await sysctl("net.ipv4.tcp_abort_on_overflow", value);
      const { port } = await fillAcceptQueue(namespace, { backlog: 8, connects: 40 });
      await awaitCounts(namespace, ({ SYN_SENT }) => SYN_SENT === 31);
      const { listeners } = await expectStates(namespace, { LISTEN: 1, ESTABLISHED: 18, SYN_SENT: 31 });
      expect(listeners.listeners).toMatchObject([{ port, acceptQueue: 9, backlog: 8 }]);
      const moved = pulse.moved("TcpExt.ListenOverflows", "TcpExt.ListenDrops", "Tcp.OutRsts");
      expect(moved["TcpExt.ListenOverflows"]).toBeGreaterThanOrEqual(31);
      expect(moved["TcpExt.ListenDrops"]).toBe(moved["TcpExt.ListenOverflows"]);
      expect(moved["Tcp.OutRsts"]).toBe(0);
      await pulse.awaitMoved("TcpExt.ListenOverflows", 32);
    },
  );

  it("drop as many as the listener itself counts", async () => {
    const { connections } = await fillAcceptQueue(namespace, { backlog: 8, connects: 40 });
    await awaitCounts(namespace, ({ SYN_SENT }) => SYN_SENT === 31);
    await namespace.ask("close", { id: connections });
    const { listeners } = await namespace.ask("readCensus", { procRoot: "/proc" });
    expect(pulse.moved("TcpExt.ListenDrops")).toEqual({
      "TcpExt.ListenDrops": listeners.listeners[0]?.drops,
    });
  });

  it.each([
    ["0", { SYN_RECV: 8 }, 0],
    ["1", {}, 8],
  ])(
    "meet the last packet of a handshake when full: tcp_abort_on_overflow %s",
    async (value, left, resets) => {
      await sysctl("net.ipv4.tcp_abort_on_overflow", value);
      const { port, peers } = await pileSynRecv(namespace, { count: 8, backlog: 8 });
      for (let filled = 0; filled < 9; filled++) {
        await namespace.ask("connectPeers", { port, count: 1, acknowledge: true });
      }
      await expectStates(namespace, { LISTEN: 1, ESTABLISHED: 9, SYN_RECV: 8 });
      pulse.reset();
      expect(await namespace.ask("sendAsPeers", { peers, acknowledge: true })).toMatchObject({ resets });
      await expectStates(namespace, { LISTEN: 1, ESTABLISHED: 9, ...left });
      expect(pulse.moved("TcpExt.ListenOverflows", "TcpExt.EmbryonicRsts", "Tcp.OutRsts")).toEqual({
        "TcpExt.ListenOverflows": 8,
        "TcpExt.EmbryonicRsts": resets,
        "Tcp.OutRsts": resets,
      });
    },
  );

  it("are cut by somaxconn at listen(), and no change of it reaches them later", async () => {
    await sysctl("net.core.somaxconn", "16");
    await namespace.ask("listen", { address: "127.0.0.1", port: 8080, backlog: 1024 });
    await sysctl("net.core.somaxconn", "4096");
    const { listeners } = await expectStates(namespace, { LISTEN: 1 });
    expect(listeners.listeners).toMatchObject([{ port: 8080, backlog: 16 }]);
  });
});

describe.skipIf(reason !== null)(titled("a flood of SYN from hosts that do not exist", reason), () => {
  /** What the flood moved: none of the counters that are not named. */
  async function flood(options: { count: number; backlog: number }) {
    pulse.reset();
    const flooded = await pileSynRecv(namespace, options);
    const moved = pulse.moved(
      "TcpExt.TCPReqQFullDoCookies",
      "TcpExt.SyncookiesSent",
      "TcpExt.TCPReqQFullDrop",
      "TcpExt.ListenDrops",
      "TcpExt.ListenOverflows",
    );
    return { ...flooded, moved: Object.fromEntries(Object.entries(moved).filter(([, by]) => by !== 0)) };
  }

  const connect = (address: string, port: number) =>
    namespace.ask("connect", { address, port, count: 1, blocking: true });

  beforeEach(async () => {
    namespace = await startNamespace();
    pulse = new Pulse(namespace);
  });
  afterEach(() => namespace.close());

  it("is answered by cookies past backlog and one, and others still get in", async () => {
    const { address, port, answered, moved } = await flood({ count: 300, backlog: 64 });
    expect(answered).toBe(300);
    expect(moved).toEqual({ "TcpExt.TCPReqQFullDoCookies": 235, "TcpExt.SyncookiesSent": 235 });
    const { listeners } = await expectStates(namespace, { LISTEN: 1, SYN_RECV: 65 });
    expect(listeners.listeners).toMatchObject([{ drops: 0, acceptQueue: 0, backlog: 64 }]);
    pulse.reset();
    expect(await connect(address, port)).toMatchObject({ connected: 1 });
    expect(pulse.moved("TcpExt.SyncookiesRecv")).toEqual({ "TcpExt.SyncookiesRecv": 1 });
  });

  it("is dropped past backlog and one without cookies, and so are others", async () => {
    await sysctl("net.ipv4.tcp_syncookies", "0");
    const { address, port, answered, moved } = await flood({ count: 300, backlog: 64 });
    expect(answered).toBe(65);
    expect(moved).toEqual({ "TcpExt.TCPReqQFullDrop": 235, "TcpExt.ListenDrops": 235 });
    const { listeners } = await expectStates(namespace, { LISTEN: 1, SYN_RECV: 65 });
    expect(listeners.listeners).toMatchObject([{ drops: 235 }]);
    await namespace.ask("connect", { address, port, count: 1, blocking: false });
    await expectStates(namespace, { LISTEN: 1, SYN_RECV: 65, SYN_SENT: 1 });
  });

  it("is dropped from three quarters of tcp_max_syn_backlog on without cookies, and by no counter of its own", async () => {
    await sysctl("net.ipv4.tcp_syncookies", "0");
    await sysctl("net.ipv4.tcp_max_syn_backlog", "64");
    const { moved } = await flood({ count: 300, backlog: 4096 });
    await expectStates(namespace, { LISTEN: 1, SYN_RECV: 49 });
    expect(moved).toEqual({ "TcpExt.ListenDrops": 251 });
  });

  it("leaves nothing behind where every SYN is answered by a cookie", async () => {
    await sysctl("net.ipv4.tcp_syncookies", "2");
    const { answered, moved } = await flood({ count: 50, backlog: 64 });
    expect(answered).toBe(50);
    expect(moved).toEqual({ "TcpExt.TCPReqQFullDoCookies": 50, "TcpExt.SyncookiesSent": 50 });
    await expectStates(namespace, { LISTEN: 1 });
  });

  it("is one listener's matter", async () => {
    await sysctl("net.ipv4.tcp_syncookies", "0");
    const other = await listenOnWire(namespace);
    const { port } = await flood({ count: 100, backlog: 16 });
    const { listeners } = await namespace.ask("readCensus", { procRoot: "/proc" });
    const dropsOf = (wanted: number) => listeners.listeners.find((one) => one.port === wanted)?.drops;
    expect([dropsOf(port), dropsOf(other.port)]).toEqual([83, 0]);
  });
});
