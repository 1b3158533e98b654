import { type DumpOutcome, runDump } from "../sock-diag/dump.js";
import { ALL_BUT_LISTEN, EXT_SKMEMINFO, LISTEN_STATE } from "../sock-diag/protocol.js";
import { createReceiveBuffer } from "../sock-diag/receive-buffer.js";
import { ListenerSink, StateSink } from "../sock-diag/socket-sinks.js";
import type { SockDiagTransport, TransportOpening } from "../sock-diag/transport.js";
import { StateTally } from "../sockets/state-tally.js";
import { CpuMeter } from "./cpu-meter.js";
import { type CensusReading, describeUnknown, joinReasons, type SourceOutcome } from "./reading.js";

/** A dump that the kernel marks as interrupted is read again this often before it is taken as partial (judgement). */
const MAX_ATTEMPTS = 3;

type Attempt =
  | {
      readonly ok: true;
      readonly interrupted: boolean;
      readonly reading: Omit<CensusReading, "source" | "reason">;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * The census by sock_diag. Two dumps whose states do not overlap: LISTEN with the memory attribute,
 * which costs next to nothing and carries the drops, then all the rest without any attribute.
 */
export class SockDiagSource {
  readonly #buffer = createReceiveBuffer();
  readonly #tally = new StateTally();
  #transport: SockDiagTransport | null = null;
  #seq = 0;

  constructor(private readonly openTransport: () => Promise<TransportOpening>) {}

  async read(): Promise<SourceOutcome> {
    const opening = await this.#open();
    if (!opening.ok) return opening;
    const cpu = new CpuMeter();
    for (let left = MAX_ATTEMPTS; ; left--) {
      const attempt = await this.#attempt(cpu);
      if (!attempt.ok) {
        this.close();
        return attempt;
      }
      if (!attempt.interrupted || left === 1) return attempt;
    }
  }

  close(): void {
    this.#transport?.close();
    this.#transport = null;
  }

  async #open(): Promise<TransportOpening> {
    if (this.#transport !== null) return { ok: true, transport: this.#transport };
    const opening = await this.openTransport();
    if (opening.ok) this.#transport = opening.transport;
    return opening;
  }

  async #attempt(cpu: CpuMeter): Promise<Attempt> {
    this.#tally.clear();
    const listeners = new ListenerSink(this.#tally);
    const first = await this.#dump(LISTEN_STATE, EXT_SKMEMINFO, listeners, cpu);
    if (first.status === "failed") return { ok: false, reason: first.reason };
    const second = await this.#dump(ALL_BUT_LISTEN, 0, new StateSink(this.#tally), cpu);
    if (second.status === "failed") return { ok: false, reason: second.reason };
    return this.#report(listeners, first, second, cpu);
  }

  #dump(states: number, ext: number, sink: ListenerSink | StateSink, cpu: CpuMeter): Promise<DumpOutcome> {
    const transport = this.#transport;
    if (transport === null) return Promise.resolve({ status: "failed", reason: "closed" });
    this.#seq = (this.#seq % 0x7fff_ffff) + 1;
    return runDump({ transport, buffer: this.#buffer, seq: this.#seq, states, ext, sink, cpu });
  }

  #report(
    list: ListenerSink,
    first: Extract<DumpOutcome, { status: "done" }>,
    second: Extract<DumpOutcome, { status: "done" }>,
    cpu: CpuMeter,
  ): Attempt {
    const { counts, sockets, unknown } = this.#tally.totals();
    const interrupted = first.interrupted || second.interrupted;
    const malformed = first.malformed + second.malformed;
    const partialReason = joinReasons([
      interrupted ? "the kernel's tables changed during the dump" : null,
      malformed > 0 ? `${malformed} netlink messages were cut or garbled` : null,
      describeUnknown(unknown),
    ]);
    const { listeners, omitted: listenersOmitted } = list;
    const cpuUs = cpu.readUs();
    const partial = partialReason !== null;
    return {
      ok: true,
      interrupted,
      reading: { partial, partialReason, counts, listeners, listenersOmitted, cpuUs, sockets },
    };
  }
}
