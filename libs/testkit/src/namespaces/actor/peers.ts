import { ACK, FIN, RST, type Segment, SYN } from "./segment.js";
import { WIRE_ADDRESS, Wire } from "./wire.js";

/** Behind the addresses that a person would take for a machine's. */
const FIRST_PEER = WIRE_ADDRESS + 0xff;
const PEER_PORT = 40_000;
const FIRST_SEQ = 1_000;
/** The device keeps 500 packets that were not fetched. */
const SENDS_PER_FETCH = 100;

/** One end of a connection, played by hand. */
interface Peer {
  readonly address: number;
  readonly port: number;
  /** Our next sequence number. */
  seq: number;
  /** The next one that we expect of the other end; what it sent is acknowledged up to `acknowledged`. */
  expected: number;
  acknowledged: number;
}

/** Which segment each peer sends. */
export interface PeerSegment {
  readonly fin?: boolean;
  readonly reset?: boolean;
  /** Whether it acknowledges what came since the last time; otherwise it acknowledges what it did then. */
  readonly acknowledge: boolean;
}

/** The hosts beyond the wire. They do nothing by themselves: they neither answer nor send again. */
export class Peers {
  readonly #wire = new Wire();
  readonly #byAddress = new Map<number, Peer>();
  #lastAddress = FIRST_PEER;
  #synAcks = 0;
  #resets = 0;

  /** Sends the SYN of `count` hosts that were not there before. @returns them. */
  sendSyns(port: number, count: number): Peer[] {
    return Array.from({ length: count }, (_, index) => {
      const peer: Peer = { address: ++this.#lastAddress, port, seq: FIRST_SEQ, expected: 0, acknowledged: 0 };
      this.#byAddress.set(peer.address, peer);
      this.#send(peer, SYN);
      peer.seq++;
      if (index % SENDS_PER_FETCH === SENDS_PER_FETCH - 1) this.fetch();
      return peer;
    });
  }

  send(peers: readonly Peer[], { fin = false, reset = false, acknowledge }: PeerSegment): void {
    this.fetch();
    for (const peer of peers) {
      if (acknowledge) peer.acknowledged = peer.expected;
      this.#send(peer, ACK | (fin ? FIN : 0) | (reset ? RST : 0));
      if (fin) peer.seq++;
    }
  }

  /** Takes what came from the namespace. @returns what of it came since the beginning. */
  fetch(): { readonly synAcks: number; readonly resets: number } {
    for (let segment = this.#wire.receive(); segment !== null; segment = this.#wire.receive()) {
      this.#take(segment);
    }
    return { synAcks: this.#synAcks, resets: this.#resets };
  }

  #take({ destination, seq, flags, payloadBytes }: Segment): void {
    if ((flags & RST) !== 0) this.#resets++;
    if ((flags & (SYN | ACK)) === (SYN | ACK)) this.#synAcks++;
    const peer = this.#byAddress.get(destination);
    const length = payloadBytes + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
    const isNext = (flags & SYN) !== 0 || seq === peer?.expected;
    if (peer !== undefined && isNext) peer.expected = (seq + length) >>> 0;
  }

  #send({ address, port, seq, acknowledged }: Peer, flags: number): void {
    this.#wire.send({
      source: address,
      destination: WIRE_ADDRESS,
      sourcePort: PEER_PORT,
      destinationPort: port,
      seq,
      ack: acknowledged,
      flags,
      payloadBytes: 0,
    });
  }
}

export type { Peer };
