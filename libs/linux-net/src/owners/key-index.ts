import { AF_INET6 } from "../sock-diag/protocol.js";
import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import {
  FAMILY,
  LOCAL_ADDRESS,
  LOCAL_PORT,
  REMOTE_ADDRESS,
  REMOTE_PORT,
  readPort,
} from "../sock-diag/socket-message.js";
import type { OwnedKeyLike } from "./owned-key.js";
import { parseAddress } from "./parse-address.js";

const PORTS = 65_536;
/** What `numberOf` says of a key that no socket can have. */
export const NO_NUMBER = -1;

/** The four words of an address as this machine reads them; one of IPv4 in its mapped form, `::ffff:a.b.c.d`. */
type AddressWords = readonly [number, number, number, number];
const MAPPED = new Uint32Array(Uint8Array.of(0, 0, 0xff, 0xff).buffer)[0] ?? 0;

function wordsOf(text: string): AddressWords | null {
  const bytes = parseAddress(text);
  if (bytes === null) return null;
  const [one = 0, two = 0, three = 0, four = 0] = new Uint32Array(bytes.buffer);
  return bytes.length === 4 ? [0, 0, MAPPED, one] : [one, two, three, four];
}

/** Whether the address at `end` of the socket's message is `wanted`, of whichever family the socket is. */
function isAddress(
  { bytes, words }: ReceiveBuffer,
  start: number,
  end: number,
  wanted: AddressWords,
): boolean {
  const at = (start + end) >> 2;
  const [one, two, three, four] = wanted;
  if (bytes[start + FAMILY] !== AF_INET6)
    return three === MAPPED && one === 0 && two === 0 && words[at] === four;
  return words[at] === one && words[at + 1] === two && words[at + 2] === three && words[at + 3] === four;
}

interface RemoteKey {
  readonly number: number;
  readonly remote: AddressWords;
  /** Of a destination; a peer has neither. */
  readonly local: AddressWords | null;
  readonly port: number | null;
}

/** Keys by the last word of their remote address, which tells nearly all sockets apart from them at once. */
class RemoteKeys {
  readonly #byLastWord = new Map<number, RemoteKey[]>();

  add(key: RemoteKey): void {
    const [, , , last] = key.remote;
    this.#byLastWord.set(last, [...(this.#byLastWord.get(last) ?? []), key]);
  }

  find(buffer: ReceiveBuffer, start: number): number {
    const { bytes, words } = buffer;
    const at = (start + REMOTE_ADDRESS) >> 2;
    const last = words[bytes[start + FAMILY] === AF_INET6 ? at + 3 : at] ?? 0;
    for (const { number, remote, local, port } of this.#byLastWord.get(last) ?? []) {
      if (port !== null && readPort(bytes, start + REMOTE_PORT) !== port) continue;
      if (!isAddress(buffer, start, REMOTE_ADDRESS, remote)) continue;
      if (local === null || isAddress(buffer, start, LOCAL_ADDRESS, local)) return number;
    }
    return NO_NUMBER;
  }
}

function identify(key: OwnedKeyLike): string {
  if (key.list === "localPorts") return `port ${key.port}`;
  const remote = wordsOf(key.address)?.join();
  return key.list === "peers"
    ? `peer ${remote}`
    : `to ${wordsOf(key.sourceAddress)?.join()} ${remote} ${key.port}`;
}

/** Tells to which of the asked keys a socket belongs: by the same rules as the top lists of the census. */
export class KeyIndex {
  /** The number of each key, in the order given: equal ones share one, NO_NUMBER where an address is none. */
  readonly numberOf: readonly number[];
  readonly #localPorts = new Int16Array(PORTS).fill(NO_NUMBER);
  readonly #destinations = new RemoteKeys();
  readonly #peers = new RemoteKeys();

  constructor(keys: readonly OwnedKeyLike[]) {
    const known = new Map<string, number>();
    this.numberOf = keys.map((key, place) => {
      const name = identify(key);
      const number = known.get(name) ?? (this.#add(key, place) ? place : NO_NUMBER);
      known.set(name, number);
      return number;
    });
  }

  /** @returns the number of the destination or local port of the socket whose message begins at `start`. */
  findPlace(buffer: ReceiveBuffer, start: number, isInbound: boolean): number {
    if (!isInbound) return this.#destinations.find(buffer, start);
    return this.#localPorts[readPort(buffer.bytes, start + LOCAL_PORT)] ?? NO_NUMBER;
  }

  /** @returns the number of its peer, whoever opened the connection. */
  findPeer(buffer: ReceiveBuffer, start: number): number {
    return this.#peers.find(buffer, start);
  }

  #add(key: OwnedKeyLike, number: number): boolean {
    if (key.list === "localPorts") return this.#addLocalPort(key.port, number);
    const remote = wordsOf(key.address);
    const local = key.list === "peers" ? null : wordsOf(key.sourceAddress);
    if (remote === null || (key.list === "destinations" && local === null)) return false;
    const keys = key.list === "peers" ? this.#peers : this.#destinations;
    keys.add({ number, remote, local, port: key.list === "peers" ? null : key.port });
    return true;
  }

  #addLocalPort(port: number, number: number): boolean {
    if (this.#localPorts[port] === undefined) return false;
    this.#localPorts[port] = number;
    return true;
  }
}
