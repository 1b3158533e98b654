import type { SocketSink } from "../src/sock-diag/decode-datagram.js";
import type { ReceiveBuffer } from "../src/sock-diag/receive-buffer.js";
import { STATE } from "../src/sock-diag/socket-message.js";
import { StateTally } from "../src/sockets/state-tally.js";

/** Counts the states of a dump, and nothing else. */
export class StateSink implements SocketSink {
  readonly tally = new StateTally();

  take({ bytes }: ReceiveBuffer, start: number): void {
    const { byCode } = this.tally;
    const state = bytes[start + STATE] ?? 0;
    byCode[state] = (byCode[state] ?? 0) + 1;
  }
}
