import type { TcpState, TcpStateCode } from "../states.js";

/** Who can end the state: the application that holds the socket, or the kernel by itself. */
export type StateOwner = "process" | "kernel" | "process-or-kernel";

/**
 * What the kernel holds for a connection in this state. Lifetimes are those of default settings,
 * measured on 6.18: timers run 0 to 2 s late by the timer wheel.
 */
export interface StateFacts {
  readonly state: TcpState;
  readonly code: TcpStateCode;
  /** As ss(8) prints it. */
  readonly ssName: string;
  /** As RFC 9293 writes it. */
  readonly rfcName: string;
  readonly owner: StateOwner;
  /** Whether `TCP: inuse` of sockstat counts it; TIME_WAIT is under `tw` instead. */
  readonly inUse: boolean | "while a full socket";
  readonly usualLifetimeMs: number | null;
  /** What ends the state by itself, or null where only the application or the peer can. */
  readonly endedBy: string | null;
}

type Row = readonly [
  state: TcpState,
  code: TcpStateCode,
  ssName: string,
  rfcName: string,
  owner: StateOwner,
  inUse: StateFacts["inUse"],
  usualLifetimeMs: number | null,
  endedBy: string | null,
];

const rows: readonly Row[] = [
  ["LISTEN", 10, "LISTEN", "LISTEN", "process", true, null, null],
  ["SYN_SENT", 2, "SYN-SENT", "SYN-SENT", "process", true, 131_000, "tcp_syn_retries"],
  // Request sockets: not in inuse, no inode. Full sockets only for simultaneous open and Fast Open.
  ["SYN_RECV", 3, "SYN-RECV", "SYN-RECEIVED", "kernel", "while a full socket", 63_000, "tcp_synack_retries"],
  ["ESTABLISHED", 1, "ESTAB", "ESTABLISHED", "process", true, null, "tcp_retries2, tcp_keepalive_*"],
  ["FIN_WAIT1", 4, "FIN-WAIT-1", "FIN-WAIT-1", "process-or-kernel", true, 106_500, "tcp_orphan_retries"],
  // No limit while a process holds the socket; once closed, a mini-socket of tcp_fin_timeout.
  [
    "FIN_WAIT2",
    5,
    "FIN-WAIT-2",
    "FIN-WAIT-2",
    "process-or-kernel",
    "while a full socket",
    60_000,
    "tcp_fin_timeout",
  ],
  ["CLOSING", 11, "CLOSING", "CLOSING", "kernel", true, 106_500, "tcp_orphan_retries"],
  ["TIME_WAIT", 6, "TIME-WAIT", "TIME-WAIT", "kernel", false, 60_000, "TCP_TIMEWAIT_LEN"],
  ["CLOSE_WAIT", 8, "CLOSE-WAIT", "CLOSE-WAIT", "process", true, null, null],
  ["LAST_ACK", 9, "LAST-ACK", "LAST-ACK", "kernel", true, 106_300, "tcp_orphan_retries"],
  ["CLOSE", 7, "UNCONN", "CLOSED", "process", false, null, null],
];

/** One entry per state, in the order of TCP_STATES. */
export const STATE_FACTS: readonly StateFacts[] = rows.map(
  ([state, code, ssName, rfcName, owner, inUse, usualLifetimeMs, endedBy]) => ({
    state,
    code,
    ssName,
    rfcName,
    owner,
    inUse,
    usualLifetimeMs,
    endedBy,
  }),
);
