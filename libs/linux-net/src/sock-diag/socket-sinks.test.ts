import { endianness } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fixture, loadCorpus, loadDatagrams } from "../../test/corpus.js";
import { writeDatagram, writeSocket } from "../../test/netlink-messages.js";
import { ListenPorts } from "../aggregate/listen-ports.js";
import { SocketAggregate } from "../aggregate/socket-aggregate.js";
import { readCounts } from "../aggregate/top-list.js";
import { decodeDatagram } from "./decode-datagram.js";
import { ALL_BUT_LISTEN, TCPDIAG_GETSOCK } from "./protocol.js";
import { createReceiveBuffer } from "./receive-buffer.js";
import { ListenerSink } from "./socket-sinks.js";

const recorded = loadCorpus().filter(({ meta }) => meta.dumps !== undefined);
const otherByteOrder = recorded.some(({ meta }) => meta.endianness !== endianness());

function replay(fixture: Fixture) {
  const ports = new ListenPorts();
  const listeners = new ListenerSink(ports);
  const others = new SocketAggregate(ports);
  others.begin(ALL_BUT_LISTEN, { range: null, isReserved: () => false });
  const buffer = createReceiveBuffer();
  for (const [dump, sink] of [["listeners", listeners] as const, ["others", others] as const]) {
    const seq = fixture.meta.dumps?.[dump].request.seq ?? 0;
    for (const datagram of loadDatagrams(fixture, dump)) {
      buffer.bytes.set(datagram);
      expect(decodeDatagram(buffer, datagram.length, seq, sink)).toMatchObject({ errno: 0, malformed: 0 });
    }
  }
  others.settle();
  const { peers, unknown } = others;
  const counts = { ...readCounts(peers.whole, 0), LISTEN: listeners.listening };
  return { counts, unknown, listeners: listeners.listeners };
}

const byPlace = (a: { address: string; port: number }, b: { address: string; port: number }) =>
  `${a.address} ${a.port}`.localeCompare(`${b.address} ${b.port}`);

describe.skipIf(otherByteOrder)("replies recorded from a kernel of this byte order", () => {
  it.each(recorded.map((fixture) => [fixture.name, fixture] as const))("%s is what ss said", (_, fixture) => {
    const { counts, unknown, listeners } = replay(fixture);
    const { census } = fixture.expected;
    const present = Object.entries(counts).filter(([, count]) => count > 0);
    expect(Object.fromEntries(present)).toEqual(census.states);
    expect(unknown).toBe(0);
    expect([...listeners].sort(byPlace)).toMatchObject([...census.listeners].sort(byPlace));
  });

  it("has the drops of each listener: 31 of 40 connects to a backlog of 8 that nobody accepts", () => {
    const fixture = recorded.find(({ name }) => name.endsWith("-accept-queue-full"));
    expect(fixture && replay(fixture).listeners).toMatchObject([{ acceptQueue: 9, backlog: 8, drops: 31 }]);
  });

  it("stays total when any recorded byte is another one", () => {
    const fixture = recorded.find(({ name }) => name.endsWith("-listeners-v4-v6"));
    const reply = fixture && loadDatagrams(fixture, "listeners")[0];
    if (reply === undefined) throw new Error("the fixture is gone");
    const buffer = createReceiveBuffer();
    fc.assert(
      fc.property(fc.nat(reply.length - 1), fc.nat(255), (place, value) => {
        const sink = new ListenerSink(new ListenPorts());
        buffer.bytes.set(reply);
        buffer.bytes[place] = value;
        decodeDatagram(buffer, reply.length, 1, sink);
        for (const { port, drops } of sink.listeners) {
          expect(port).toBeLessThanOrEqual(65_535);
          expect(drops === null || drops >= 0).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("ListenerSink", () => {
  it("has null drops where the kernel sends no memory attribute", () => {
    const buffer = createReceiveBuffer();
    const bytes = writeDatagram([{ type: TCPDIAG_GETSOCK, seq: 1, payload: writeSocket(10) }]);
    buffer.bytes.set(bytes);
    const sink = new ListenerSink(new ListenPorts());
    decodeDatagram(buffer, bytes.length, 1, sink);
    expect(sink.listeners).toEqual([
      { address: "0.0.0.0", port: 0, acceptQueue: 0, backlog: 0, drops: null, uid: 0 },
    ]);
    expect(sink.listening).toBe(1);
  });
});
