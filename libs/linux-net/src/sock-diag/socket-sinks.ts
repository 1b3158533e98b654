import { formatIpv4, formatIpv6 } from "../sockets/ip-text.js";
import { ListenerList } from "../sockets/listener-socket.js";
import type { StateTally } from "../sockets/state-tally.js";
import type { SocketSink } from "./decode-datagram.js";
import {
  AF_INET6,
  INET_DIAG_MSG_BYTES,
  INET_DIAG_SKMEMINFO,
  NLMSG_HEADER_BYTES,
  SK_MEMINFO_DROPS,
} from "./protocol.js";
import type { ReceiveBuffer } from "./receive-buffer.js";

/** Offsets from the start of a socket's message (struct inet_diag_msg behind the netlink header). */
const FAMILY = NLMSG_HEADER_BYTES;
const STATE = NLMSG_HEADER_BYTES + 1;
const SOURCE_PORT = NLMSG_HEADER_BYTES + 4;
const SOURCE_ADDRESS = NLMSG_HEADER_BYTES + 8;
const RQUEUE = NLMSG_HEADER_BYTES + 56;
const WQUEUE = NLMSG_HEADER_BYTES + 60;
const UID = NLMSG_HEADER_BYTES + 64;
const ATTRIBUTES = NLMSG_HEADER_BYTES + INET_DIAG_MSG_BYTES;
const ATTRIBUTE_HEADER_BYTES = 4;

/** Counts the states of a dump. */
export class StateSink implements SocketSink {
  constructor(private readonly tally: StateTally) {}

  take({ bytes }: ReceiveBuffer, start: number): void {
    const { byCode } = this.tally;
    const state = bytes[start + STATE] ?? 0;
    byCode[state] = (byCode[state] ?? 0) + 1;
  }
}

/** Describes the listeners of a dump of LISTEN, and counts them. */
export class ListenerSink extends ListenerList implements SocketSink {
  readonly #states: StateSink;

  constructor(tally: StateTally) {
    super();
    this.#states = new StateSink(tally);
  }

  take(buffer: ReceiveBuffer, start: number, end: number): void {
    this.#states.take(buffer, start);
    if (!this.admits()) return;
    const { bytes, words } = buffer;
    const isIpv6 = bytes[start + FAMILY] === AF_INET6;
    this.listeners.push({
      address: isIpv6 ? formatIpv6(bytes, start + SOURCE_ADDRESS) : formatIpv4(bytes, start + SOURCE_ADDRESS),
      port: ((bytes[start + SOURCE_PORT] ?? 0) << 8) | (bytes[start + SOURCE_PORT + 1] ?? 0),
      acceptQueue: words[(start + RQUEUE) >> 2] ?? 0,
      backlog: words[(start + WQUEUE) >> 2] ?? 0,
      drops: findDrops(buffer, start, end),
      uid: words[(start + UID) >> 2] ?? 0,
    });
  }
}

/** @returns sk_drops out of the SKMEMINFO attribute, null when the message has none. */
function findDrops({ halves, words }: ReceiveBuffer, start: number, end: number): number | null {
  let at = start + ATTRIBUTES;
  while (end - at >= ATTRIBUTE_HEADER_BYTES) {
    const byteLength = halves[at >> 1] ?? 0;
    if (byteLength < ATTRIBUTE_HEADER_BYTES || byteLength > end - at) return null;
    const drops = at + ATTRIBUTE_HEADER_BYTES + SK_MEMINFO_DROPS * 4;
    if (halves[(at >> 1) + 1] === INET_DIAG_SKMEMINFO) {
      return drops + 4 <= at + byteLength ? (words[drops >> 2] ?? null) : null;
    }
    at += (byteLength + 3) & ~3;
  }
  return null;
}
