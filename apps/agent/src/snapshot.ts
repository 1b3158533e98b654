import type { Limitation } from "@fourtuple/contracts/agent";
import {
  type CensusSource,
  METRICS,
  type Metric,
  metricByName,
  type TopLists,
} from "@fourtuple/core/samples";
import {
  type Reconciliation,
  reconcileStates,
  SYSCTLS,
  type SysctlReading,
  TCP_STATES,
  type TcpState,
} from "@fourtuple/core/tcp";
import { readHostFacts } from "@fourtuple/linux-net/proc";
import { readSysctls } from "@fourtuple/linux-net/sysctl";
import { type PortFacts, portFactsOf, UsablePorts } from "./census/port-facts.js";
import { systemClock } from "./clock.js";
import {
  type CensusCollected,
  type ListenersCollected,
  openCensusCollector,
} from "./collectors/census.collector.js";
import { openGaugesCollector } from "./collectors/gauges.collector.js";
import { type ListenerList, listListeners } from "./collectors/listeners.js";
import { openPulseCollector } from "./collectors/pulse.collector.js";
import { findLimitations, probeSurroundings } from "./condition/limitations.js";

type Figure = number | null;

/** A setting as it was read: only `present` has a value, only `unreadable` a reason. */
export type SnapshotSysctl =
  | { readonly status: "present"; readonly value: string }
  | { readonly status: "absent" }
  | { readonly status: "unreadable"; readonly reason: string };

export type SnapshotTopLists = Omit<TopLists, "atMs" | "tier" | "partial">;

/** One look at this host. A figure that is not available is null, never 0. */
export interface Snapshot {
  readonly host: string;
  /** The kernel's release, as `uname -r` prints it. */
  readonly kernel: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How the sockets were counted. */
  readonly source: CensusSource;
  /** Which of them: all. */
  readonly tier: "full";
  /** True when the count is a lower bound; `problems` says why. */
  readonly partial: boolean;
  readonly states: Readonly<Record<TcpState, Figure>>;
  /** Those of FIN_WAIT2 that the kernel keeps as TIME_WAIT minisockets: they have no process any more. */
  readonly finWait2InTimeWait: Figure;
  /** The census against what the kernel counts by itself; null where a figure is not available. */
  readonly reconciliation: Reconciliation;
  /** Null when the sockets could not be counted. `backlog` and `drops` are null where the source does not tell (procfs). */
  readonly listeners:
    | readonly {
        readonly address: string;
        readonly port: number;
        readonly acceptQueue: number;
        readonly backlog: Figure;
        readonly drops: Figure;
      }[]
    | null;
  /** Who holds the sockets: at most 50 entries each, and what is in none of them. Null when they could not be counted. */
  readonly topLists: SnapshotTopLists | null;
  /** Those of /proc/net/snmp and netstat, by table and field: `Tcp.ActiveOpens`, `TcpExt.ListenDrops`. */
  readonly counters: Readonly<Record<string, Figure>>;
  /** /proc/net/sockstat and sockstat6, by line and field: `TCP.tw`, `TCP6.inuse`; `TCP.mem` is in pages. */
  readonly sockstat: Readonly<Record<string, Figure>>;
  /** Entries of conntrack and open files, by the names of /proc/sys. */
  readonly system: Readonly<Record<string, Figure>>;
  /** Every watched setting by name. */
  readonly sysctls: Readonly<Record<string, SnapshotSysctl>>;
  /** What this agent may not see or do here, with the cause. */
  readonly limitations: readonly Limitation[];
  /** What was not available or not whole, in words; empty when all is well. */
  readonly problems: readonly string[];
}

export interface SnapshotOptions {
  readonly procRoot: string;
  readonly wallMs?: () => number;
}

/** What was read, in the order in which it is needed. */
interface Readings {
  readonly atMs: number;
  readonly sysctls: readonly SysctlReading[];
  readonly facts: PortFacts;
  /** By metric id. */
  readonly values: readonly Figure[];
  readonly conntrackProblem: string | null;
  readonly listeners: ListenersCollected;
  readonly census: CensusCollected;
  readonly problems: readonly string[];
}

/** Reads everything once. Rejects only for a bug: what the kernel does not give is in the snapshot as such. */
export async function takeSnapshot({
  procRoot,
  wallMs = systemClock.wallMs,
}: SnapshotOptions): Promise<Snapshot> {
  return describe(procRoot, await readAll(procRoot, wallMs()));
}

async function readAll(procRoot: string, atMs: number): Promise<Readings> {
  const sysctls = await readSysctls(procRoot, SYSCTLS);
  const facts = portFactsOf({ atMs, full: true, readings: sysctls });
  const pulse = openPulseCollector(procRoot);
  const gauges = openGaugesCollector(procRoot);
  const collector = openCensusCollector(procRoot);
  try {
    const listeners = await collector.readListeners();
    const census = await collector.read("full", facts);
    const { values, problems } = pulse.collect();
    gauges.place(values);
    const conntrackProblem = gauges.conntrackProblem();
    const all = [...new Set([...problems, ...listeners.problems, ...census.problems])];
    return { atMs, sysctls, facts, values, conntrackProblem, listeners, census, problems: all };
  } finally {
    pulse.close();
    gauges.close();
    collector.close();
  }
}

function describe(procRoot: string, readings: Readings): Snapshot {
  const { atMs, sysctls, values, listeners, census, problems } = readings;
  const host = readHostFacts(procRoot);
  const list =
    listeners.listening === null ? null : listListeners(listeners.listeners, listeners.listenersOmitted);
  const states = statesOf(census, listeners);
  return {
    host: host.hostname,
    kernel: host.kernel,
    at: new Date(atMs).toISOString(),
    source: census.source,
    tier: "full",
    partial: census.partial || listeners.partial,
    states,
    finWait2InTimeWait: census.finWait2InTimeWait,
    reconciliation: reconcile(states, census, values),
    listeners: list === null ? null : list.listeners.map(describeListener),
    topLists: topListsOf(readings),
    counters: figuresOf(values, ["snmp", "netstat"], (name) => name),
    sockstat: figuresOf(values, ["sockstat", "sockstat6"], (name) => name.slice(name.indexOf(".") + 1)),
    system: figuresOf(values, ["sys"], (name) => name),
    sysctls: Object.fromEntries(sysctls.map(({ name, ...reading }) => [name, reading])),
    limitations: limitationsOf(procRoot, readings),
    problems:
      list !== null && list.more > 0 ? [...problems, `${list.more} listeners are not listed`] : problems,
  };
}

function describeListener({ address, port, acceptQueue, backlog, drops }: ListenerList["listeners"][number]) {
  return { address, port, acceptQueue, backlog, drops };
}

function statesOf({ counts }: CensusCollected, { listening }: ListenersCollected): Record<TcpState, Figure> {
  const entries = TCP_STATES.map((state) => [
    state,
    state === "LISTEN" ? listening : (counts?.[state] ?? null),
  ]);
  // Sound: one entry for each of TCP_STATES.
  return Object.fromEntries(entries) as Record<TcpState, Figure>;
}

function reconcile(
  states: Record<TcpState, Figure>,
  { finWait2InTimeWait }: CensusCollected,
  values: readonly Figure[],
): Reconciliation {
  const of = (name: string): Figure => values[metricByName(name)?.id ?? -1] ?? null;
  const inuse = of("sockstat.TCP.inuse");
  return reconcileStates({
    states,
    finWait2InTimeWait,
    currEstab: of("Tcp.CurrEstab"),
    timeWait: of("sockstat.TCP.tw"),
    // Without IPv6 there is no sockstat6, and all are in the other.
    inuse: inuse === null ? null : inuse + (of("sockstat6.TCP6.inuse") ?? 0),
  });
}

function topListsOf({ census, facts, listeners }: Readings): SnapshotTopLists | null {
  if (census.topLists === null) return null;
  const { tier: _tier, partial: _partial, ...lists } = census.topLists;
  const listenPorts = listeners.listeners.map(({ port }) => port);
  return { portRange: facts.range, usablePorts: new UsablePorts().count(facts, listenPorts), ...lists };
}

function limitationsOf(procRoot: string, readings: Readings): Limitation[] {
  const { atMs, sysctls, values, census, conntrackProblem } = readings;
  return findLimitations({
    surroundings: probeSurroundings(procRoot),
    sampler: {
      source: census.source,
      sourceReason: census.reason,
      pulseWorks: values.some((value) => value !== null),
      conntrackProblem,
    },
    sysctls: { atMs, full: true, readings: [...sysctls] },
    spoolProblem: null,
    namespacesProblem: null,
  });
}

function figuresOf(
  values: readonly Figure[],
  sources: readonly Metric["source"][],
  nameOf: (metric: string) => string,
): Record<string, Figure> {
  const metrics = METRICS.filter(({ source }) => sources.includes(source));
  return Object.fromEntries(metrics.map(({ id, name }) => [nameOf(name), values[id] ?? null]));
}
