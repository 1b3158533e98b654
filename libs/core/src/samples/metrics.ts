import { TCP_STATES, type TcpState } from "../tcp/states.js";

/**
 * What one sample holds. A metric's id is its place in the wire frame and in the stored row:
 * ids are only ever appended, never reused, so that an old agent and a new server understand each other.
 * Names are the kernel's own: the table of the file, then the field (`TcpExt.ListenOverflows`).
 */
export type MetricKind = "gauge" | "counter";
export type MetricUnit = "sockets" | "pages" | "segments" | "events" | "connections";
export type MetricScope = "namespace" | "host";

export interface Metric {
  readonly id: number;
  readonly name: string;
  readonly kind: MetricKind;
  readonly unit: MetricUnit;
  readonly scope: MetricScope;
  /** Where the agent reads it: `census` is sock_diag or, failing that, /proc/net/tcp{,6}. */
  readonly source: "census" | "sockstat" | "sockstat6" | "snmp" | "netstat";
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

/** Every metric of a sample, at the index that is its id. */
export const METRICS: readonly Metric[] = [...states, ...sockstat, ...snmp, ...netstat].map(
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
