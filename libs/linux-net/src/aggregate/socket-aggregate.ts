import { TCP_STATE_CODE, tcpStateOfCode } from "@fourtuple/core/tcp";
import type { SocketSink } from "../sock-diag/decode-datagram.js";
import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import * as message from "../sock-diag/socket-message.js";
import { ADDRESS_WORDS, IPV6_KEY } from "./address-key.js";
import { CgroupTable } from "./cgroup-table.js";
import { CountTable, STATE_CELLS, sumStates } from "./count-table.js";
import type { EphemeralPorts } from "./ephemeral-ports.js";
import { AGE_CELLS, FLOW_CELLS, FlowTable, INBOUND_KEY } from "./flow-table.js";
import { OWN_WORDS } from "./key-table.js";
import type { ListenPorts } from "./listen-ports.js";

const { STATE, TIMER, TIMER_TIME_WAIT } = message;
const { FIN_WAIT2 } = TCP_STATE_CODE;

/** Of a peer, behind the cells of the states: those that it opened. */
export const INBOUND_CELL = STATE_CELLS;

/** The state that each number means, by its own number; 0 for a number this version does not know. */
const STATE_OF_CODE = Uint8Array.from({ length: 256 }, (_, code) => {
  const state = tcpStateOfCode(code);
  return state === null ? 0 : TCP_STATE_CODE[state];
});

/**
 * Adds up the sockets of one census: by state, by whom they lead to and by whose they are. It reads the words
 * of the receive buffer and makes nothing per socket; its tables are used again from one census to the next.
 */
export class SocketAggregate implements SocketSink {
  /** Of connections this host opened: remote port, local address, remote address. Cells as of a flow. */
  readonly destinations = new CountTable({
    moreWords: 2 * ADDRESS_WORDS,
    cells: FLOW_CELLS - STATE_CELLS,
  });
  /** Of connections that others opened: the port that listens. Cells as of a flow, up to the ages. */
  readonly localPorts = new CountTable({ moreWords: 0, cells: AGE_CELLS });
  /** Of all: the remote address. Its whole is the count of every socket of a known state. */
  readonly peers = new CountTable({ moreWords: ADDRESS_WORDS, cells: 1 });
  /** The two words of the cgroup's id, of those that have one. */
  readonly cgroups = new CgroupTable();
  unknown = 0;
  finWait2InTimeWait = 0;
  /** Whether occupied ports can be told. */
  knowsRange = false;
  readonly #flows = new FlowTable();
  #states = 0;

  constructor(private readonly listenPorts: ListenPorts) {}

  /** Begins a census of `states`, bit n for state n; sockets in any other state are passed over. */
  begin(states: number, ports: EphemeralPorts): void {
    for (const table of [this.#flows, ...this.#lists()]) table.clear();
    this.unknown = 0;
    this.finWait2InTimeWait = 0;
    this.knowsRange = ports.range !== null;
    this.#flows.watch(ports);
    this.#states = states;
  }

  take(buffer: ReceiveBuffer, start: number, end: number): void {
    const { bytes } = buffer;
    const state = STATE_OF_CODE[bytes[start + STATE] ?? 0] ?? 0;
    if (state === 0) this.unknown++;
    if ((this.#states & (1 << state)) === 0) return;
    if (state === FIN_WAIT2 && bytes[start + TIMER] === TIMER_TIME_WAIT) this.finWait2InTimeWait++;
    const isInbound = this.listenPorts.has(buffer, start);
    if (!this.#flows.count(buffer, start, state, isInbound)) {
      this.#distribute();
      this.#flows.count(buffer, start, state, isInbound);
    }
    this.cgroups.countSocket(buffer, start, end, state);
  }

  /** To be called at the end of the census, before the lists are read. */
  settle(): void {
    this.#distribute();
    for (const list of this.#lists()) list.settle();
  }

  #lists(): readonly CountTable[] {
    return [this.destinations, this.localPorts, this.peers, this.cgroups];
  }

  /** Makes room for other flows: adds those there are to the lists. */
  #distribute(): void {
    const { recordWords, size } = this.#flows;
    for (let key = 1; key < size * recordWords; key += recordWords) this.#addFlow(key);
    this.#flows.clear();
  }

  #addFlow(key: number): void {
    const { cellsAt, records } = this.#flows;
    const cells = key - 1 + cellsAt;
    const first = records[key] ?? 0;
    const third = records[key + 2] ?? 0;
    this.#addPeer(key, cells, first, third);
    const port = first & (IPV6_KEY - 1);
    if ((first & INBOUND_KEY) !== 0) {
      this.localPorts.add(records, cells, STATE_CELLS + AGE_CELLS, port, 0, 0, 0);
      return;
    }
    const more = (first & IPV6_KEY) === 0 ? 0 : 2 * ADDRESS_WORDS;
    this.destinations.putRest(records, key + OWN_WORDS, more);
    this.destinations.add(records, cells, FLOW_CELLS, first, records[key + 1] ?? 0, third, more);
  }

  /** The remote address is the third word of a flow, or the last address of its rest. */
  #addPeer(key: number, cells: number, first: number, third: number): void {
    const { records } = this.#flows;
    const { peers } = this;
    const isInbound = (first & INBOUND_KEY) !== 0;
    const family = first & IPV6_KEY;
    const more = family === 0 ? 0 : ADDRESS_WORDS;
    peers.putRest(records, key + OWN_WORDS + (isInbound ? 0 : more), more);
    const peer = peers.add(records, cells, STATE_CELLS, family, third, 0, more);
    if (!isInbound || peer < 0) return;
    const inbound = peer + INBOUND_CELL;
    peers.records[inbound] = (peers.records[inbound] ?? 0) + sumStates(records, cells);
  }
}
