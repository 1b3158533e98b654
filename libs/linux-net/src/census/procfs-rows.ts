import { TCP_STATE_CODE } from "@fourtuple/core/tcp";
import type { ListenPorts } from "../aggregate/listen-ports.js";
import type { SocketAggregate } from "../aggregate/socket-aggregate.js";
import type { RowSink } from "../proc/net-tcp.js";
import type { NetTcpRow } from "../proc/net-tcp-row.js";
import { createReceiveBuffer } from "../sock-diag/receive-buffer.js";
import { ATTRIBUTES } from "../sock-diag/socket-message.js";
import { ListenerList } from "../sockets/listener-socket.js";

/**
 * Describes the listeners, and notes their ports. The kernel writes them before all others, and until
 * Linux 4.4 the SYN_RECV of each behind it: the rest of the file need not be read.
 */
export class ListenerRows extends ListenerList implements RowSink {
  readonly #message = createReceiveBuffer(ATTRIBUTES);

  constructor(private readonly ports: ListenPorts) {
    super();
  }

  take(row: NetTcpRow): boolean {
    if (row.state !== TCP_STATE_CODE.LISTEN) return row.state === TCP_STATE_CODE.SYN_RECV;
    row.writeMessage(this.#message);
    this.ports.add(this.#message, 0);
    if (this.admits()) this.listeners.push(row.toListener());
    return true;
  }
}

/** Puts each row before the aggregate as sock_diag would have sent it. */
export class AggregateRows implements RowSink {
  readonly #message = createReceiveBuffer(ATTRIBUTES);

  constructor(private readonly aggregate: SocketAggregate) {}

  take(row: NetTcpRow): boolean {
    row.writeMessage(this.#message);
    this.aggregate.take(this.#message, 0, ATTRIBUTES);
    return true;
  }
}
