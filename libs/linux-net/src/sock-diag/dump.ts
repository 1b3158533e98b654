import type { CpuMeter } from "../census/cpu-meter.js";
import { decodeDatagram, type SocketSink } from "./decode-datagram.js";
import { encodeDumpRequest } from "./encode-request.js";
import type { ReceiveBuffer } from "./receive-buffer.js";
import { errnoName, type SockDiagTransport } from "./transport.js";

export type DumpOutcome =
  | { readonly status: "done"; readonly interrupted: boolean; readonly malformed: number }
  | { readonly status: "failed"; readonly reason: string };

/** A receive takes 0.06 to 0.18 ms for 270 sockets, a turn of the event loop some 2 µs: it waits a millisecond or so. */
const RECEIVES_PER_TURN = 8;
/** Past 17 million sockets an end is no longer expected (judgement; the largest table measured had one million). */
const MAX_RECEIVES = 65_536;

export interface DumpOptions {
  readonly transport: SockDiagTransport;
  readonly buffer: ReceiveBuffer;
  readonly seq: number;
  readonly states: number;
  readonly ext: number;
  readonly sink: SocketSink;
  readonly cpu: CpuMeter;
}

/**
 * Runs one dump to its end, giving way to the event loop every few receives.
 * After `failed` the transport still holds the rest of the dump and must be closed.
 */
export async function runDump(options: DumpOptions): Promise<DumpOutcome> {
  const { transport, buffer, seq, states, ext, sink, cpu } = options;
  const sent = transport.send(encodeDumpRequest({ states, ext, seq }));
  if (sent < 0) return { status: "failed", reason: `send: ${errnoName(-sent)}` };
  let interrupted = false;
  let malformed = 0;
  for (let receives = 1; receives <= MAX_RECEIVES; receives++) {
    const received = transport.receive(buffer.bytes);
    if (received <= 0) return { status: "failed", reason: describeReceive(received) };
    const verdict = decodeDatagram(buffer, received, seq, sink);
    interrupted ||= verdict.interrupted;
    malformed += verdict.malformed;
    if (verdict.end === "failed") return { status: "failed", reason: `dump: ${errnoName(verdict.errno)}` };
    if (verdict.end === "done") return { status: "done", interrupted, malformed };
    if (receives % RECEIVES_PER_TURN === 0) await cpu.giveWay();
  }
  return { status: "failed", reason: `the dump did not end within ${MAX_RECEIVES} receives` };
}

function describeReceive(received: number): string {
  return received === 0 ? "receive: the kernel closed the dump" : `receive: ${errnoName(-received)}`;
}
