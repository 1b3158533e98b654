import { TIME_WAIT_AGE_LIMITS_SEC } from "@fourtuple/core/samples";
import { TCP_STATE_CODE } from "@fourtuple/core/tcp";
import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import * as message from "../sock-diag/socket-message.js";
import { ADDRESS_WORDS, IPV6_KEY, ipv4Shift, putIpv6, readWord } from "./address-key.js";
import { increment, STATE_CELLS } from "./count-table.js";
import type { EphemeralPorts } from "./ephemeral-ports.js";
import { KeyTable } from "./key-table.js";

const { EXPIRES, LOCAL_ADDRESS, LOCAL_PORT, REMOTE_ADDRESS, REMOTE_PORT, readPort } = message;
const { TIME_WAIT } = TCP_STATE_CODE;

/** Flows at a time: what the cache of a CPU holds beside the rest (judgement: half a megabyte). */
const MAX_FLOWS = 4_096;

/** Beside the port and the family in the first word of a flow: others opened it, and the port is ours. */
export const INBOUND_KEY = 0x2_0000;

/** The cells of a flow behind those of the states: TIME_WAIT by age, and ports of the range. */
export const AGES_CELL = STATE_CELLS;
export const AGE_CELLS = TIME_WAIT_AGE_LIMITS_SEC.length + 1;
export const OCCUPIED_CELL = AGES_CELL + AGE_CELLS;
export const FLOW_CELLS = OCCUPIED_CELL + 1;
// Exported, they would be read from memory for each socket: see socket-message.ts.
const AGES = AGES_CELL;
const OCCUPIED = OCCUPIED_CELL;
const INBOUND = INBOUND_KEY;
const AGE_LIMITS_MS = TIME_WAIT_AGE_LIMITS_SEC.map((limit) => limit * 1000);

/** TCP_TIMEWAIT_LEN of the kernel (include/net/tcp.h), which no sysctl changes. */
const TIME_WAIT_MS = 60_000;

/**
 * Counts sockets by flow: those that others opened by our port and the peer, those that we opened by both
 * addresses and the remote port. It is the one look-up that a socket costs; all lists are made from flows.
 */
export class FlowTable extends KeyTable {
  #lowPort = 0;
  #highPort = -1;
  #isReserved: EphemeralPorts["isReserved"] = () => false;

  constructor() {
    super({ moreWords: 2 * ADDRESS_WORDS, cells: FLOW_CELLS, maxKeys: MAX_FLOWS });
  }

  /** Sets the ports that count as occupied. */
  watch(ports: EphemeralPorts): void {
    [this.#lowPort, this.#highPort] = ports.range ?? [0, -1];
    this.#isReserved = (port) => ports.isReserved(port);
  }

  /** Counts the socket whose message begins at `start`. @returns false when there is no place for its flow. */
  count(buffer: ReceiveBuffer, start: number, state: number, isInbound: boolean): boolean {
    const cells = isInbound ? this.#locateInbound(buffer, start) : this.#locateOutbound(buffer, start);
    if (cells < 0) return false;
    const { records } = this;
    increment(records, cells + state);
    if (state === TIME_WAIT) increment(records, cells + AGES + classifyAge(buffer, start));
    if (!isInbound && this.#isOccupied(buffer, start)) increment(records, cells + OCCUPIED);
    return true;
  }

  #locateInbound(buffer: ReceiveBuffer, start: number): number {
    const port = readPort(buffer.bytes, start + LOCAL_PORT) | INBOUND;
    const shift = ipv4Shift(buffer, start);
    const remote = start + REMOTE_ADDRESS;
    if (shift >= 0) return this.locate(port, 0, readWord(buffer, remote + shift), 0);
    return this.locate(port | IPV6_KEY, 0, 0, putIpv6(buffer, remote, this.rest, 0));
  }

  #locateOutbound(buffer: ReceiveBuffer, start: number): number {
    const port = readPort(buffer.bytes, start + REMOTE_PORT);
    const shift = ipv4Shift(buffer, start);
    const local = start + LOCAL_ADDRESS + shift;
    const remote = start + REMOTE_ADDRESS + shift;
    if (shift >= 0) return this.locate(port, readWord(buffer, local), readWord(buffer, remote), 0);
    return this.#locateIpv6Outbound(buffer, start, port);
  }

  #locateIpv6Outbound(buffer: ReceiveBuffer, start: number, port: number): number {
    const behind = putIpv6(buffer, start + LOCAL_ADDRESS, this.rest, 0);
    const more = putIpv6(buffer, start + REMOTE_ADDRESS, this.rest, behind);
    return this.locate(port | IPV6_KEY, 0, 0, more);
  }

  /**
   * The sockets of one destination have different local ports, or they would be the same connection: those in
   * the range are as many ports. Reserved ones are none that connect() could have.
   */
  #isOccupied(buffer: ReceiveBuffer, start: number): boolean {
    const port = readPort(buffer.bytes, start + LOCAL_PORT);
    return port >= this.#lowPort && port <= this.#highPort && !this.#isReserved(port);
  }
}

/** The timer of a TIME_WAIT socket tells what is left of its sixty seconds. @returns the class of its age. */
function classifyAge({ words }: ReceiveBuffer, start: number): number {
  const ageMs = TIME_WAIT_MS - (words[(start + EXPIRES) >> 2] ?? 0);
  let index = 0;
  while (index < AGE_LIMITS_MS.length && ageMs > (AGE_LIMITS_MS[index] ?? 0)) index++;
  return index;
}
