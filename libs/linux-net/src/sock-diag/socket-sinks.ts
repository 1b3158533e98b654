import { TCP_STATE_CODE } from "@fourtuple/core/tcp";
import type { ListenPorts } from "../aggregate/listen-ports.js";
import { formatIpv4, formatIpv6 } from "../sockets/ip-text.js";
import { ListenerList } from "../sockets/listener-socket.js";
import type { SocketSink } from "./decode-datagram.js";
import { AF_INET6, INET_DIAG_SKMEMINFO, SK_MEMINFO_DROPS } from "./protocol.js";
import type { ReceiveBuffer } from "./receive-buffer.js";
import {
  FAMILY,
  findAttribute,
  LOCAL_ADDRESS,
  LOCAL_PORT,
  RQUEUE,
  readPort,
  STATE,
  UID,
  WQUEUE,
} from "./socket-message.js";

/** Describes the listeners of a dump of LISTEN, and notes their ports. */
export class ListenerSink extends ListenerList implements SocketSink {
  constructor(private readonly ports: ListenPorts) {
    super();
  }

  take(buffer: ReceiveBuffer, start: number, end: number): void {
    const { bytes, words } = buffer;
    if (bytes[start + STATE] !== TCP_STATE_CODE.LISTEN) return;
    this.ports.add(buffer, start);
    if (!this.admits()) return;
    const isIpv6 = bytes[start + FAMILY] === AF_INET6;
    this.listeners.push({
      address: isIpv6 ? formatIpv6(bytes, start + LOCAL_ADDRESS) : formatIpv4(bytes, start + LOCAL_ADDRESS),
      port: readPort(bytes, start + LOCAL_PORT),
      acceptQueue: words[(start + RQUEUE) >> 2] ?? 0,
      backlog: words[(start + WQUEUE) >> 2] ?? 0,
      drops: findDrops(buffer, start, end),
      uid: words[(start + UID) >> 2] ?? 0,
    });
  }
}

const DROPS_BYTES = SK_MEMINFO_DROPS * 4;

/** @returns sk_drops out of the SKMEMINFO attribute, null when the message has none. */
function findDrops(buffer: ReceiveBuffer, start: number, end: number): number | null {
  const memory = findAttribute(buffer, start, end, INET_DIAG_SKMEMINFO, DROPS_BYTES + 4);
  return memory < 0 ? null : (buffer.words[(memory + DROPS_BYTES) >> 2] ?? null);
}
