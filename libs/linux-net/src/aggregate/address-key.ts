import * as protocol from "../sock-diag/protocol.js";
import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import * as message from "../sock-diag/socket-message.js";
import { formatIpv4, formatIpv6 } from "../sockets/ip-text.js";
import { OWN_WORDS } from "./key-table.js";

const { AF_INET6 } = protocol;
const { FAMILY, LOCAL_ADDRESS } = message;

/** Words of an address of IPv6; one of IPv4 is a single word. */
export const ADDRESS_WORDS = 4;
/** Above a port in the first word of a key: its addresses are IPv6, and lie behind its third word. */
export const IPV6_KEY = 0x1_0000;

/** What ipv4Shift says of a socket that speaks IPv6. */
const IPV6 = -1;
/** Bytes of the prefix of a mapped address, `::ffff:a.b.c.d`, and its third word as this machine reads it. */
const MAPPED_SHIFT = 12;
const MAPPED_WORD = new Uint32Array(Uint8Array.of(0, 0, 0xff, 0xff).buffer)[0];

/**
 * Whether the socket, whose message begins at `start`, speaks IPv4, and where. One of the family of IPv6 with
 * mapped addresses speaks IPv4, and is counted together with those of that family.
 * @returns how many bytes behind the beginning of each address that of IPv4 lies, negative when it speaks IPv6.
 */
export function ipv4Shift({ bytes, words }: ReceiveBuffer, start: number): number {
  if (bytes[start + FAMILY] !== AF_INET6) return 0;
  const word = (start + LOCAL_ADDRESS) >> 2;
  const isMapped = words[word + 2] === MAPPED_WORD && words[word + 1] === 0 && words[word] === 0;
  return isMapped ? MAPPED_SHIFT : IPV6;
}

/** @returns the 32-bit word at a byte of the buffer, as a key has it. */
export function readWord({ words }: ReceiveBuffer, at: number): number {
  return (words[at >> 2] ?? 0) | 0;
}

/** Puts the address of IPv6 at a byte of the buffer into the rest of a key. @returns the place behind it. */
export function putIpv6({ words }: ReceiveBuffer, at: number, rest: Int32Array, place: number): number {
  for (let index = 0; index < ADDRESS_WORDS; index++) rest[place + index] = words[(at >> 2) + index] ?? 0;
  return place + ADDRESS_WORDS;
}

/** @returns the text of an address of the key that begins at `key` of `records`, the `index`th of those it has. */
export function formatAddress(records: Int32Array, key: number, index: number): string {
  const isIpv6 = ((records[key] ?? 0) & IPV6_KEY) !== 0;
  const word = isIpv6 ? key + OWN_WORDS + index * ADDRESS_WORDS : key + 1 + index;
  const bytes = new Uint8Array(records.buffer, word * 4, isIpv6 ? ADDRESS_WORDS * 4 : 4);
  return isIpv6 ? formatIpv6(bytes, 0) : formatIpv4(bytes, 0);
}
