import type { ListenPorts } from "../aggregate/listen-ports.js";
import { joinReasons } from "../census/reading.js";
import type { SocketSink } from "../sock-diag/decode-datagram.js";
import { runDump } from "../sock-diag/dump.js";
import { ALL_BUT_LISTEN, LISTEN_STATE } from "../sock-diag/protocol.js";
import { createReceiveBuffer } from "../sock-diag/receive-buffer.js";
import type { SockDiagTransport, TransportOpening } from "../sock-diag/transport.js";
import type { HeldSockets } from "./held-sockets.js";
import type { SearchBudget } from "./search-budget.js";

async function collectFrom(
  transport: SockDiagTransport,
  listening: ListenPorts,
  held: HeldSockets,
  budget: SearchBudget,
): Promise<string | null> {
  const buffer = createReceiveBuffer();
  const { cpu } = budget;
  const listeners: SocketSink = { take: (message, start) => listening.add(message, start) };
  const first = await runDump({
    transport,
    buffer,
    seq: 1,
    states: LISTEN_STATE,
    ext: 0,
    sink: listeners,
    cpu,
  });
  if (first.status === "failed") return `sock_diag: ${first.reason}`;
  const second = await runDump({
    transport,
    buffer,
    seq: 2,
    states: ALL_BUT_LISTEN,
    ext: 0,
    sink: held,
    cpu,
  });
  if (second.status === "failed") return `sock_diag: ${second.reason}`;
  const malformed = first.malformed + second.malformed;
  return joinReasons([
    second.interrupted ? "the kernel's tables changed during the dump" : null,
    malformed > 0 ? `${malformed} netlink messages were cut or garbled` : null,
  ]);
}

/**
 * Lists the listeners, then all other sockets, into `listening` and `held`.
 * @returns why that failed or is not whole; null when it is.
 */
export async function collectSockets(
  openTransport: () => Promise<TransportOpening>,
  held: HeldSockets,
  listening: ListenPorts,
  budget: SearchBudget,
): Promise<string | null> {
  const opening = await openTransport();
  if (!opening.ok) return `sock_diag: ${opening.reason}`;
  try {
    return await collectFrom(opening.transport, listening, held, budget);
  } finally {
    opening.transport.close();
  }
}
