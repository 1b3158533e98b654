import type { StateCounts } from "@fourtuple/core/tcp";
import { describeTops, type Tops } from "../src/aggregate/describe-tops.js";
import type { EphemeralPorts } from "../src/aggregate/ephemeral-ports.js";
import { ListenPorts } from "../src/aggregate/listen-ports.js";
import { SocketAggregate } from "../src/aggregate/socket-aggregate.js";
import { readCounts } from "../src/aggregate/top-list.js";
import { decodeDatagram, type SocketSink } from "../src/sock-diag/decode-datagram.js";
import { ALL_BUT_LISTEN, TCPDIAG_GETSOCK } from "../src/sock-diag/protocol.js";
import { createReceiveBuffer } from "../src/sock-diag/receive-buffer.js";
import { type CountedSocket, writeCountedSocket } from "./counted-socket.js";
import { writeDatagram } from "./netlink-messages.js";

/** What the kernel fits into a datagram, and a buffer. */
const PER_DATAGRAM = 250;
const SEQ = 9;
const buffer = createReceiveBuffer();

/** Hands bytes to a sink as if they had been received. */
export function feedBytes(bytes: Uint8Array, sink: SocketSink): void {
  buffer.bytes.set(bytes.subarray(0, buffer.bytes.length));
  decodeDatagram(buffer, bytes.length, SEQ, sink);
}

export function writeReply(sockets: readonly CountedSocket[]): Uint8Array {
  const payloads = sockets.map(writeCountedSocket);
  return writeDatagram(payloads.map((payload) => ({ type: TCPDIAG_GETSOCK, seq: SEQ, payload })));
}

export function feedSockets(sockets: readonly CountedSocket[], sink: SocketSink): void {
  for (let from = 0; from < sockets.length; from += PER_DATAGRAM) {
    feedBytes(writeReply(sockets.slice(from, from + PER_DATAGRAM)), sink);
  }
}

/** The default range, of which nothing is reserved. */
export const DEFAULT_PORTS: EphemeralPorts = { range: [32_768, 60_999], isReserved: () => false };

export interface AggregateOptions {
  readonly states?: number;
  readonly ports?: EphemeralPorts;
  /** `127.0.0.1:80` each. */
  readonly listeners?: readonly string[];
}

/** An aggregate that is ready for the sockets of a census. */
export function startAggregate({
  states = ALL_BUT_LISTEN,
  ports = DEFAULT_PORTS,
  listeners = [],
}: AggregateOptions = {}): SocketAggregate {
  const listenPorts = new ListenPorts();
  const sockets = listeners.map((local) => ({ state: 10, local, remote: wildcardOf(local) }));
  feedSockets(sockets, { take: (from, start) => listenPorts.add(from, start) });
  const aggregate = new SocketAggregate(listenPorts);
  aggregate.begin(states, ports);
  return aggregate;
}

function wildcardOf(local: string): string {
  return local.startsWith("[") ? "[::]:0" : "0.0.0.0:0";
}

export type FinishedCensus = Tops & { readonly counts: StateCounts };

export function finishAggregate(aggregate: SocketAggregate): FinishedCensus {
  aggregate.settle();
  return { ...describeTops(aggregate), counts: readCounts(aggregate.peers.whole, 0) };
}

/** A whole census of these sockets, beside these listeners. */
export function tallySockets(listeners: readonly string[], ...sockets: CountedSocket[]): FinishedCensus {
  const aggregate = startAggregate({ listeners });
  feedSockets(sockets, aggregate);
  return finishAggregate(aggregate);
}
