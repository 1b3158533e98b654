import { type CensusSource, METRICS, type Metric, STATE_METRIC_ID } from "@fourtuple/core/samples";
import { SYSCTLS, type SysctlReading, TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { readHostFacts } from "@fourtuple/linux-net/proc";
import { readSysctls } from "@fourtuple/linux-net/sysctl";
import { systemClock } from "./clock.js";
import { openSampler, type Sampler, type Taken } from "./sampler.js";

type Figure = number | null;

/** A setting as it was read: only `present` has a value, only `unreadable` a reason. */
export type SnapshotSysctl =
  | { readonly status: "present"; readonly value: string }
  | { readonly status: "absent" }
  | { readonly status: "unreadable"; readonly reason: string };

/** One look at this host. A figure that is not available is null, never 0. */
export interface Snapshot {
  readonly host: string;
  /** The kernel's release, as `uname -r` prints it. */
  readonly kernel: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How the sockets were counted. */
  readonly source: CensusSource;
  /** True when the count is a lower bound; `problems` says why. */
  readonly partial: boolean;
  readonly states: Readonly<Record<TcpState, Figure>>;
  /** Null when the sockets could not be counted. `backlog` is null where the source does not tell it (procfs). */
  readonly listeners:
    | readonly {
        readonly address: string;
        readonly port: number;
        readonly acceptQueue: number;
        readonly backlog: Figure;
      }[]
    | null;
  /** Those of /proc/net/snmp and netstat, by table and field: `Tcp.ActiveOpens`, `TcpExt.ListenDrops`. */
  readonly counters: Readonly<Record<string, Figure>>;
  /** /proc/net/sockstat and sockstat6, by line and field: `TCP.tw`, `TCP6.inuse`; `TCP.mem` is in pages. */
  readonly sockstat: Readonly<Record<string, Figure>>;
  /** Every watched setting by name. */
  readonly sysctls: Readonly<Record<string, SnapshotSysctl>>;
  /** What was not available or not whole, in words; empty when all is well. */
  readonly problems: readonly string[];
}

export interface SnapshotOptions {
  readonly procRoot: string;
  readonly wallMs?: () => number;
}

/** Reads everything once. Rejects only for a bug: what the kernel does not give is in the snapshot as such. */
export async function takeSnapshot({
  procRoot,
  wallMs = systemClock.wallMs,
}: SnapshotOptions): Promise<Snapshot> {
  const atMs = wallMs();
  const sampler = openSampler(procRoot, atMs);
  try {
    return await assemble(procRoot, atMs, sampler);
  } finally {
    sampler.close();
  }
}

async function assemble(procRoot: string, atMs: number, sampler: Sampler): Promise<Snapshot> {
  const { sample, listeners, problems } = await sampler.take();
  const facts = readHostFacts(procRoot);
  const sysctls = await readSysctls(procRoot, SYSCTLS);
  return {
    host: facts.hostname,
    kernel: facts.kernel,
    at: new Date(atMs).toISOString(),
    source: sample.censusSource,
    partial: sample.partial,
    states: statesOf(sample.values),
    listeners: listeners === null ? null : listeners.listeners.map(describeListener),
    counters: figuresOf(sample.values, ["snmp", "netstat"], (name) => name),
    sockstat: figuresOf(sample.values, ["sockstat", "sockstat6"], (name) =>
      name.slice(name.indexOf(".") + 1),
    ),
    sysctls: Object.fromEntries(sysctls.map(({ name, ...reading }: SysctlReading) => [name, reading])),
    problems:
      listeners && listeners.more > 0
        ? [...problems, `${listeners.more} listeners are not listed`]
        : problems,
  };
}

type TakenListener = NonNullable<Taken["listeners"]>["listeners"][number];

function describeListener({ address, port, acceptQueue, backlog }: TakenListener) {
  return { address, port, acceptQueue, backlog };
}

function statesOf(values: readonly Figure[]): Record<TcpState, Figure> {
  const entries = TCP_STATES.map((state) => [state, values[STATE_METRIC_ID[state]] ?? null]);
  // Sound: one entry for each of TCP_STATES.
  return Object.fromEntries(entries) as Record<TcpState, Figure>;
}

function figuresOf(
  values: readonly Figure[],
  sources: readonly Metric["source"][],
  nameOf: (metric: string) => string,
): Record<string, Figure> {
  const metrics = METRICS.filter(({ source }) => sources.includes(source));
  return Object.fromEntries(metrics.map(({ id, name }) => [nameOf(name), values[id] ?? null]));
}
