import type { CensusTier } from "@fourtuple/core/samples";
import type { EphemeralPorts } from "../aggregate/ephemeral-ports.js";
import type { ListenPorts } from "../aggregate/listen-ports.js";
import type { SocketAggregate } from "../aggregate/socket-aggregate.js";
import type { SocketSink } from "../sock-diag/decode-datagram.js";
import { type DumpOutcome, runDump } from "../sock-diag/dump.js";
import { EXT_SKMEMINFO, LISTEN_STATE } from "../sock-diag/protocol.js";
import { createReceiveBuffer } from "../sock-diag/receive-buffer.js";
import { ListenerSink } from "../sock-diag/socket-sinks.js";
import type { SockDiagTransport, TransportOpening } from "../sock-diag/transport.js";
import { CpuMeter } from "./cpu-meter.js";
import { tellListeners, tellSockets } from "./found.js";
import { EVERYTHING, type ListenersFound, type Outcome, type SocketsFound } from "./reading.js";
import type { SocketSource } from "./source.js";
import { TIER_STATES } from "./tiers.js";

/** A dump that the kernel marks as interrupted is read again this often before it is taken as partial (judgement). */
const MAX_ATTEMPTS = 3;

/** A dump that came to its end. */
interface Dumped {
  /** Why sockets may be missing from it. */
  readonly reasons: readonly (string | null)[];
  readonly cpu: CpuMeter;
}

interface DumpWanted {
  readonly states: number;
  readonly ext: number;
  /** Makes ready for the sockets, each time that the dump begins. */
  readonly begin: () => SocketSink;
}

/**
 * The sockets by sock_diag, LISTEN apart from the rest: its dump costs next to nothing and carries the drops
 * in the memory attribute, without which the others are cheaper.
 */
export class SockDiagSource implements SocketSource {
  readonly #buffer = createReceiveBuffer();
  #transport: SockDiagTransport | null = null;
  #seq = 0;

  constructor(
    private readonly openTransport: () => Promise<TransportOpening>,
    private readonly listenPorts: ListenPorts,
    private readonly aggregate: SocketAggregate,
  ) {}

  async readListeners(): Promise<Outcome<ListenersFound>> {
    let sink = new ListenerSink(this.listenPorts);
    const begin = () => {
      this.listenPorts.clear();
      sink = new ListenerSink(this.listenPorts);
      return sink;
    };
    const dumped = await this.#dump({ states: LISTEN_STATE, ext: EXT_SKMEMINFO, begin });
    if (!dumped.ok) return dumped;
    return { ok: true, found: tellListeners(sink, dumped.found.reasons, dumped.found.cpu) };
  }

  async read(tier: CensusTier, ports: EphemeralPorts, wants = EVERYTHING): Promise<Outcome<SocketsFound>> {
    const states = TIER_STATES[tier];
    const begin = () => {
      this.aggregate.begin(states, ports);
      return this.aggregate;
    };
    const dumped = await this.#dump({ states, ext: 0, begin });
    if (!dumped.ok) return dumped;
    return {
      ok: true,
      found: tellSockets(this.aggregate, tier, dumped.found.reasons, dumped.found.cpu, wants),
    };
  }

  close(): void {
    this.#transport?.close();
    this.#transport = null;
  }

  async #dump(wanted: DumpWanted): Promise<Outcome<Dumped>> {
    const opening = await this.#open();
    if (!opening.ok) return opening;
    const cpu = new CpuMeter();
    for (let left = MAX_ATTEMPTS; ; left--) {
      const outcome = await this.#attempt(opening.transport, wanted, cpu);
      if (outcome.status === "failed") {
        this.close();
        return { ok: false, reason: outcome.reason };
      }
      if (!outcome.interrupted || left === 1) {
        return { ok: true, found: { reasons: describeDump(outcome), cpu } };
      }
    }
  }

  async #open(): Promise<TransportOpening> {
    if (this.#transport !== null) return { ok: true, transport: this.#transport };
    const opening = await this.openTransport();
    if (opening.ok) this.#transport = opening.transport;
    return opening;
  }

  #attempt(transport: SockDiagTransport, wanted: DumpWanted, cpu: CpuMeter): Promise<DumpOutcome> {
    this.#seq = (this.#seq % 0x7fff_ffff) + 1;
    const { states, ext, begin } = wanted;
    return runDump({ transport, buffer: this.#buffer, seq: this.#seq, states, ext, sink: begin(), cpu });
  }
}

function describeDump({
  interrupted,
  malformed,
}: Extract<DumpOutcome, { status: "done" }>): Dumped["reasons"] {
  return [
    interrupted ? "the kernel's tables changed during the dump" : null,
    malformed > 0 ? `${malformed} netlink messages were cut or garbled` : null,
  ];
}
