import { openNetlinkTransport } from "../sock-diag/netlink-transport.js";
import type { TransportOpening } from "../sock-diag/transport.js";
import { readProcfsCensus } from "./procfs-source.js";
import type { CensusReading, SourceOutcome } from "./reading.js";
import { SockDiagSource } from "./sock-diag-source.js";

/** After a failure sock_diag is left alone this long, then tried again (judgement: a module may be loaded meanwhile). */
const RETRY_MS = 60_000;
const LIVE_PROC_ROOT = "/proc";

export interface CensusOptions {
  /** `/proc`, or a fixture; sock_diag answers for the live kernel only and is left out for a fixture. */
  readonly procRoot: string;
  /** How a netlink socket is had; the kernel's own unless a test gives another. */
  readonly openTransport?: () => Promise<TransportOpening>;
  /** A clock that never goes back, ms. */
  readonly nowMs?: () => number;
}

export interface Census {
  /** Counts all TCP sockets. A call during a running census gets that one's reading. Never rejects. */
  read(): Promise<CensusReading>;
  close(): void;
}

/** Takes the best source that works: sock_diag, else procfs, else none, each time with the reason. */
class ChainedCensus implements Census {
  readonly #sockDiag: SockDiagSource;
  #failure: { readonly reason: string; readonly retryAtMs: number } | null = null;
  #running: Promise<CensusReading> | null = null;
  #closed = false;

  constructor(
    private readonly procRoot: string,
    openTransport: () => Promise<TransportOpening>,
    private readonly nowMs: () => number,
  ) {
    this.#sockDiag = new SockDiagSource(openTransport);
  }

  read(): Promise<CensusReading> {
    this.#running ??= this.#readBest().finally(() => {
      this.#running = null;
      if (this.#closed) this.#sockDiag.close();
    });
    return this.#running;
  }

  /** A census under way comes to its end first: its descriptor must not be closed between two receives. */
  close(): void {
    this.#closed = true;
    if (this.#running === null) this.#sockDiag.close();
  }

  async #readBest(): Promise<CensusReading> {
    if (this.#closed) return noReading("the census is closed");
    const best = await this.#readSockDiag();
    if (best.ok) return { source: "sock_diag", reason: null, ...best.reading };
    const second = await readProcfsCensus(this.procRoot);
    if (second.ok) return { source: "procfs", reason: best.reason, ...second.reading };
    return noReading(`${best.reason}; ${second.reason}`);
  }

  async #readSockDiag(): Promise<SourceOutcome> {
    if (this.procRoot !== LIVE_PROC_ROOT) {
      return { ok: false, reason: `sock_diag: not for the files of ${this.procRoot}` };
    }
    if (this.#failure !== null && this.nowMs() < this.#failure.retryAtMs) {
      return { ok: false, reason: this.#failure.reason };
    }
    const outcome = await this.#sockDiag.read();
    if (outcome.ok) {
      this.#failure = null;
      return outcome;
    }
    const reason = `sock_diag: ${outcome.reason}`;
    this.#failure = { reason, retryAtMs: this.nowMs() + RETRY_MS };
    return { ok: false, reason };
  }
}

function noReading(reason: string): CensusReading {
  return {
    source: "none",
    reason,
    partial: false,
    partialReason: null,
    counts: null,
    listeners: [],
    listenersOmitted: 0,
    cpuUs: null,
    sockets: 0,
  };
}

/** Opens nothing before the first `read()`; the netlink socket is then kept from one census to the next. */
export function openCensus(options: CensusOptions): Census {
  const openTransport = options.openTransport ?? openNetlinkTransport;
  const nowMs = options.nowMs ?? (() => performance.now());
  return new ChainedCensus(options.procRoot, openTransport, nowMs);
}
