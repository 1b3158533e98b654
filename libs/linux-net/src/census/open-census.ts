import type { CensusSource, CensusTier } from "@fourtuple/core/samples";
import type { EphemeralPorts } from "../aggregate/ephemeral-ports.js";
import { ListenPorts } from "../aggregate/listen-ports.js";
import { SocketAggregate } from "../aggregate/socket-aggregate.js";
import { CgroupPaths } from "../cgroups/cgroup-paths.js";
import { openNetlinkTransport } from "../sock-diag/netlink-transport.js";
import type { TransportOpening } from "../sock-diag/transport.js";
import { ProcfsSource } from "./procfs-source.js";
import {
  type CensusReading,
  type CensusTopLists,
  type CensusWants,
  type ListenersReading,
  NO_LISTENERS,
  NO_SOCKETS,
  type Outcome,
} from "./reading.js";
import { SockDiagSource } from "./sock-diag-source.js";
import type { SocketSource } from "./source.js";

/** After a failure sock_diag is left alone this long, then tried again (judgement: a module may be loaded meanwhile). */
const RETRY_MS = 60_000;
const LIVE_PROC_ROOT = "/proc";
const CGROUP_MOUNT_POINT = "/sys/fs/cgroup";

export interface CensusOptions {
  /** `/proc`, or a fixture; sock_diag answers for the live kernel only and is left out for a fixture. */
  readonly procRoot: string;
  /** Where the cgroups of sockets are looked up. */
  readonly cgroupMountPoint?: string;
  /** How a netlink socket is had; the kernel's own unless a test gives another. */
  readonly openTransport?: () => Promise<TransportOpening>;
  /** A clock that never goes back, ms. */
  readonly nowMs?: () => number;
}

/** Readings are taken one after another, in the order of the calls. None rejects: what fails is a reason in it. */
export interface Census {
  /** LISTEN alone, which costs next to nothing, each listener with its drops. */
  readListeners(): Promise<ListenersReading>;
  /** Counts the sockets of a tier. A connection to a port of the last `readListeners()` is one that others opened. */
  read(tier: CensusTier, ports: EphemeralPorts, wants?: CensusWants): Promise<CensusReading>;
  close(): void;
}

type Question<T> = (source: SocketSource) => Promise<Outcome<T>>;

interface Best<T> {
  readonly source: CensusSource;
  readonly reason: string | null;
  readonly found: T | null;
}

/** Takes the best source that works: sock_diag, else procfs, else none, each time with the reason. */
class ChainedCensus implements Census {
  readonly #procRoot: string;
  readonly #nowMs: () => number;
  readonly #sockDiag: SocketSource;
  readonly #procfs: SocketSource;
  readonly #cgroupPaths: CgroupPaths;
  #failure: { readonly reason: string; readonly retryAtMs: number } | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({
    procRoot,
    cgroupMountPoint = CGROUP_MOUNT_POINT,
    openTransport = openNetlinkTransport,
    nowMs = () => performance.now(),
  }: CensusOptions) {
    const listenPorts = new ListenPorts();
    const aggregate = new SocketAggregate(listenPorts);
    this.#procRoot = procRoot;
    this.#nowMs = nowMs;
    this.#sockDiag = new SockDiagSource(openTransport, listenPorts, aggregate);
    this.#procfs = new ProcfsSource(procRoot, listenPorts, aggregate);
    this.#cgroupPaths = new CgroupPaths({ mountPoint: cgroupMountPoint, nowMs });
  }

  async readListeners(): Promise<ListenersReading> {
    const { source, reason, found } = await this.#inTurn((from) => from.readListeners());
    return { source, reason, ...(found ?? NO_LISTENERS) };
  }

  async read(tier: CensusTier, ports: EphemeralPorts, wants?: CensusWants): Promise<CensusReading> {
    const { source, reason, found } = await this.#inTurn((from) => from.read(tier, ports, wants));
    const reading = { tier, source, reason, ...(found ?? NO_SOCKETS) };
    return { ...reading, topLists: reading.topLists && (await this.#nameCgroups(reading.topLists)) };
  }

  /** What is under way comes to its end first: its descriptor must not be closed between two receives. */
  close(): void {
    this.#closed = true;
    this.#last = this.#last.then(() => this.#sockDiag.close());
  }

  /** What a walk of the cgroups costs is no part of a census: it comes once a minute at most. */
  async #nameCgroups(lists: CensusTopLists): Promise<CensusTopLists> {
    const { entries, other } = lists.cgroups;
    return { ...lists, cgroups: { entries: await this.#cgroupPaths.name(entries), other } };
  }

  /** A netlink socket holds one dump at a time. */
  #inTurn<T>(ask: Question<T>): Promise<Best<T>> {
    if (this.#closed) return Promise.resolve({ source: "none", reason: "the census is closed", found: null });
    const next = this.#last.then(() => this.#readBest(ask));
    this.#last = next;
    return next;
  }

  async #readBest<T>(ask: Question<T>): Promise<Best<T>> {
    const best = await this.#askSockDiag(ask);
    if (best.ok) return { source: "sock_diag", reason: null, found: best.found };
    const second = await attempt(ask, this.#procfs);
    if (second.ok) return { source: "procfs", reason: best.reason, found: second.found };
    return { source: "none", reason: `${best.reason}; ${second.reason}`, found: null };
  }

  async #askSockDiag<T>(ask: Question<T>): Promise<Outcome<T>> {
    if (this.#procRoot !== LIVE_PROC_ROOT) {
      return { ok: false, reason: `sock_diag: not for the files of ${this.#procRoot}` };
    }
    if (this.#failure !== null && this.#nowMs() < this.#failure.retryAtMs) {
      return { ok: false, reason: this.#failure.reason };
    }
    const outcome = await attempt(ask, this.#sockDiag);
    if (outcome.ok) {
      this.#failure = null;
      return outcome;
    }
    const reason = `sock_diag: ${outcome.reason}`;
    this.#failure = { reason, retryAtMs: this.#nowMs() + RETRY_MS };
    return { ok: false, reason };
  }
}

/** What breaks without being foreseen, such as memory that cannot be had, is a reason like any other. */
async function attempt<T>(ask: Question<T>, source: SocketSource): Promise<Outcome<T>> {
  try {
    return await ask(source);
  } catch (error) {
    source.close();
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Opens nothing before the first reading; the netlink socket is then kept from one to the next. */
export function openCensus(options: CensusOptions): Census {
  return new ChainedCensus(options);
}
