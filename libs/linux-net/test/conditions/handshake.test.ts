import { type Namespace, pileSynRecv, pileSynSent, startNamespace } from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectStates, findDestination, Pulse, titled, whyNot } from "./observe.js";

const reason = whyNot({ wire: true });
let namespace: Namespace;
let pulse: Pulse;

describe.skipIf(reason !== null)(titled("a handshake that does not end", reason), () => {
  beforeEach(async () => {
    namespace = await startNamespace();
    pulse = new Pulse(namespace);
  });
  afterEach(() => namespace.close());

  it("is SYN_RECV where the last packet is lost, with the answer sent again", async () => {
    const { peers, answered } = await pileSynRecv(namespace, { count: 30 });
    expect(answered).toBe(30);
    await expectStates(namespace, { LISTEN: 1, SYN_RECV: 30 });
    expect(pulse.read().get("TCP.inuse")).toBe(1);
    await pulse.awaitMoved("TcpExt.TCPSynRetrans", 30);
    await expectStates(namespace, { LISTEN: 1, SYN_RECV: 30 });
    await namespace.ask("sendAsPeers", { peers, acknowledge: true });
    const { listeners } = await expectStates(namespace, { LISTEN: 1, ESTABLISHED: 30 });
    expect(listeners.listeners[0]?.acceptQueue).toBe(30);
  });

  it("is SYN_SENT towards a host that is not there, and holds a port", async () => {
    const { connections, address, port } = await pileSynSent(namespace, 25);
    const census = await expectStates(namespace, { SYN_SENT: 25 });
    expect(findDestination(census, { address, port })).toMatchObject({
      sockets: 25,
      states: { SYN_SENT: 25 },
      occupiedPorts: 25,
    });
    await pulse.awaitMoved("TcpExt.TCPSynRetrans", 25);
    expect(pulse.moved("Tcp.ActiveOpens")).toEqual({ "Tcp.ActiveOpens": 25 });
    pulse.reset();
    await namespace.ask("close", { id: connections });
    await expectStates(namespace, {});
    const { "TcpExt.TCPSynRetrans": _, ...failures } = pulse.moved(
      "Tcp.AttemptFails",
      "Tcp.EstabResets",
      "TcpExt.TCPAbortOnTimeout",
      "TcpExt.TCPSynRetrans",
    );
    expect(Object.values(failures)).toEqual([0, 0, 0]);
  });

  it("fails at once where nobody listens, which is counted", async () => {
    const refused = await namespace.ask("connect", {
      address: "127.0.0.1",
      port: 9,
      count: 10,
      blocking: true,
    });
    expect(refused).toMatchObject({ connected: 0, errors: { ECONNREFUSED: 10 } });
    expect(pulse.moved("Tcp.AttemptFails", "Tcp.OutRsts")).toEqual({
      "Tcp.AttemptFails": 10,
      "Tcp.OutRsts": 10,
    });
    await expectStates(namespace, {});
  });
});
