import { TCP_STATES, type TcpState } from "../tcp/states.js";

/**
 * What one sample holds. A metric's id is its place in the wire frame and in the stored row:
 * ids are only ever appended, never reused, so that an old agent and a new server understand each other.
 * Names are the kernel's own: the table of the file, then the field (`TcpExt.ListenOverflows`).
 */
export type MetricKind = "gauge" | "counter";
export type MetricUnit =
  | "sockets"
  | "pages"
  | "segments"
  | "events"
  | "connections"
  | "ms"
  | "us"
  | "bytes"
  | "records"
  | "samples"
  | "entries"
  | "files";
export type MetricScope = "namespace" | "host";

export interface Metric {
  readonly id: number;
  readonly name: string;
  readonly kind: MetricKind;
  readonly unit: MetricUnit;
  readonly scope: MetricScope;
  /**
   * Where the agent reads it: `census` is sock_diag or, failing that, /proc/net/tcp{,6};
   * `agent` is the agent itself, its census, its spool and what it costs; `sys` is /proc/sys.
   */
  readonly source: "census" | "sockstat" | "sockstat6" | "snmp" | "netstat" | "agent" | "sys";
}

type Row = readonly [
  name: string,
  kind: MetricKind,
  unit: MetricUnit,
  source: Metric["source"],
  scope?: "host",
];

const states = TCP_STATES.map((state): Row => [`states.${state}`, "gauge", "sockets", "census"]);

const sockstat: readonly Row[] = [
  ["sockstat.TCP.inuse", "gauge", "sockets", "sockstat"],
  ["sockstat.TCP.orphan", "gauge", "sockets", "sockstat", "host"],
  ["sockstat.TCP.tw", "gauge", "sockets", "sockstat"],
  ["sockstat.TCP.alloc", "gauge", "sockets", "sockstat", "host"],
  ["sockstat.TCP.mem", "gauge", "pages", "sockstat", "host"],
  ["sockstat6.TCP6.inuse", "gauge", "sockets", "sockstat6"],
];

const snmp: readonly Row[] = [
  ["Tcp.CurrEstab", "gauge", "connections", "snmp"],
  ["Tcp.ActiveOpens", "counter", "connections", "snmp"],
  ["Tcp.PassiveOpens", "counter", "connections", "snmp"],
  ["Tcp.AttemptFails", "counter", "connections", "snmp"],
  ["Tcp.EstabResets", "counter", "connections", "snmp"],
  ["Tcp.InSegs", "counter", "segments", "snmp"],
  ["Tcp.OutSegs", "counter", "segments", "snmp"],
  ["Tcp.RetransSegs", "counter", "segments", "snmp"],
  ["Tcp.InErrs", "counter", "segments", "snmp"],
  ["Tcp.OutRsts", "counter", "segments", "snmp"],
];

const tcpExtSockets = ["TW", "TWRecycled", "TWKilled", "TCPTimeWaitOverflow"];
const tcpExtEvents = [
  "ListenOverflows",
  "ListenDrops",
  "SyncookiesSent",
  "SyncookiesRecv",
  "SyncookiesFailed",
  "TCPReqQFullDoCookies",
  "TCPReqQFullDrop",
  "EmbryonicRsts",
  "TCPAbortOnData",
  "TCPAbortOnClose",
  "TCPAbortOnMemory",
  "TCPAbortOnTimeout",
  "TCPAbortOnLinger",
  "TCPAbortFailed",
  "TCPTimeouts",
  "TCPLossProbes",
  "TCPSpuriousRTOs",
  "TCPKeepAlive",
  "TCPMemoryPressures",
  "TCPBacklogDrop",
  "TCPChallengeACK",
  "TCPSYNChallenge",
  "PAWSActive",
  "PAWSEstab",
  "DelayedACKs",
  "PruneCalled",
  "TCPRcvCollapsed",
  "TCPZeroWindowDrop",
];
const tcpExtSegments = ["TCPSynRetrans", "TCPOrigDataSent", "TCPDSACKRecv"];

const netstat: readonly Row[] = [
  ...tcpExtSockets.map((field): Row => [`TcpExt.${field}`, "counter", "sockets", "netstat"]),
  ...tcpExtEvents.map((field): Row => [`TcpExt.${field}`, "counter", "events", "netstat"]),
  ...tcpExtSegments.map((field): Row => [`TcpExt.${field}`, "counter", "segments", "netstat"]),
];

/**
 * How far the counts of the states can be trusted, and what they cost. An age is the time since the census
 * of that tier was read, 0 in the sample it was read for; an interval is what the budget allows at present.
 */
const agent: readonly Row[] = [
  // FIN_WAIT2 without a process lives in a TIME_WAIT minisocket: sockstat counts it in `tw`, sock_diag as FIN_WAIT2.
  ["census.finWait2InTimeWait", "gauge", "sockets", "census"],
  ["agent.fullCensusAgeMs", "gauge", "ms", "agent"],
  ["agent.fullCensusIntervalMs", "gauge", "ms", "agent"],
  ["agent.troubledCensusAgeMs", "gauge", "ms", "agent"],
  ["agent.troubledCensusIntervalMs", "gauge", "ms", "agent"],
  ["agent.cpuUs", "counter", "us", "agent"],
  ["agent.residentBytes", "gauge", "bytes", "agent"],
  ["spool.records", "gauge", "records", "agent"],
  ["spool.bytes", "gauge", "bytes", "agent"],
  ["spool.lostSamples", "counter", "samples", "agent"],
];

const sys: readonly Row[] = [
  ["net.netfilter.nf_conntrack_count", "gauge", "entries", "sys"],
  ["net.netfilter.nf_conntrack_max", "gauge", "entries", "sys", "host"],
  ["fs.file-nr.allocated", "gauge", "files", "sys", "host"],
  ["fs.file-nr.max", "gauge", "files", "sys", "host"],
];

/** Every metric of a sample, at the index that is its id. */
export const METRICS: readonly Metric[] = [...states, ...sockstat, ...snmp, ...netstat, ...agent, ...sys].map(
  ([name, kind, unit, source, scope], id) => ({ id, name, kind, unit, source, scope: scope ?? "namespace" }),
);

export const METRIC_COUNT = METRICS.length;

const byName: ReadonlyMap<string, Metric> = new Map(METRICS.map((metric) => [metric.name, metric]));

/** @returns the metric of this exact name, or undefined when there is none. */
export function metricByName(name: string): Metric | undefined {
  return byName.get(name);
}

/** Metric id of each state's count, so that hot paths need no name. */
export const STATE_METRIC_ID: Readonly<Record<TcpState, number>> = Object.fromEntries(
  TCP_STATES.map((state, id) => [state, id]),
) as Record<TcpState, number>;
