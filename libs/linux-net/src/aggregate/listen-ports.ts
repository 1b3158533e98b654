import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import * as message from "../sock-diag/socket-message.js";
import { ADDRESS_WORDS, IPV6_KEY, ipv4Shift, putIpv6, readWord } from "./address-key.js";
import { KeyTable } from "./key-table.js";

const { LOCAL_ADDRESS, LOCAL_PORT, readPort } = message;

const PORTS = 65_536;
/** How a port is listened on: nowhere, on one address of IPv4, on some addresses, on all of them. */
const NOWHERE = 0;
const ON_ONE = 1;
const ON_SOME = 2;
const EVERYWHERE = 3;

/**
 * The ports that listen, to tell who opened a connection: one whose local end is listened on was opened by
 * the other side. A listener on an address counts for that address alone, one on a wildcard for all.
 */
export class ListenPorts {
  readonly #kinds = new Uint8Array(PORTS);
  /** Of a port that is listened on at one address, as is usual, that address: it spares a look-up for each socket. */
  readonly #addresses = new Int32Array(PORTS);
  /** Port and address of every listener that is not on a wildcard. */
  readonly #places = new KeyTable({ moreWords: ADDRESS_WORDS, cells: 0, maxKeys: PORTS });

  clear(): void {
    this.#kinds.fill(NOWHERE);
    this.#places.clear();
  }

  /** Notes the listener whose message begins at `start`. */
  add(buffer: ReceiveBuffer, start: number): void {
    const port = readPort(buffer.bytes, start + LOCAL_PORT);
    const kind = isOnWildcard(buffer, start) ? EVERYWHERE : this.#addPlace(buffer, start, port);
    this.#kinds[port] = Math.max(this.#kinds[port] ?? NOWHERE, kind);
  }

  /** @returns true when the local end of the socket, whose message begins at `start`, is listened on. */
  has(buffer: ReceiveBuffer, start: number): boolean {
    const port = readPort(buffer.bytes, start + LOCAL_PORT);
    const kind = this.#kinds[port];
    if (kind === NOWHERE || kind === EVERYWHERE) return kind === EVERYWHERE;
    const shift = ipv4Shift(buffer, start);
    if (shift < 0) return this.#isIpv6Place(buffer, start, port);
    const address = readWord(buffer, start + LOCAL_ADDRESS + shift);
    return kind === ON_ONE ? address === this.#addresses[port] : this.#places.has(port, address, 0, 0);
  }

  /** @returns how the port is listened on for all that is known so far. */
  #addPlace(buffer: ReceiveBuffer, start: number, port: number): number {
    const shift = ipv4Shift(buffer, start);
    if (shift < 0) {
      const more = putIpv6(buffer, start + LOCAL_ADDRESS, this.#places.rest, 0);
      this.#places.locate(port | IPV6_KEY, 0, 0, more);
      return ON_SOME;
    }
    const address = readWord(buffer, start + LOCAL_ADDRESS + shift);
    this.#places.locate(port, address, 0, 0);
    const isFirst = this.#kinds[port] === NOWHERE;
    if (isFirst) this.#addresses[port] = address;
    return isFirst || this.#addresses[port] === address ? ON_ONE : ON_SOME;
  }

  #isIpv6Place(buffer: ReceiveBuffer, start: number, port: number): boolean {
    const more = putIpv6(buffer, start + LOCAL_ADDRESS, this.#places.rest, 0);
    return this.#places.has(port | IPV6_KEY, 0, 0, more);
  }
}

/** `0.0.0.0`, `::` and `::ffff:0.0.0.0`. */
function isOnWildcard(buffer: ReceiveBuffer, start: number): boolean {
  const shift = ipv4Shift(buffer, start);
  const word = (start + LOCAL_ADDRESS) >> 2;
  if (shift >= 0) return readWord(buffer, start + LOCAL_ADDRESS + shift) === 0;
  return buffer.words.subarray(word, word + ADDRESS_WORDS).every((part) => part === 0);
}
