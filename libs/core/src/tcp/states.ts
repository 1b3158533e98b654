/**
 * The TCP states under the kernel's own names and numbers.
 * Source: include/net/tcp_states.h. NEW_SYN_RECV (12) is a request socket, reported by
 * sock_diag and /proc as SYN_RECV (3); BOUND_INACTIVE (13) is a pseudo-state of inet_diag
 * and is reported as CLOSE (7).
 */
export const TCP_STATE_BY_CODE = {
  1: "ESTABLISHED",
  2: "SYN_SENT",
  3: "SYN_RECV",
  4: "FIN_WAIT1",
  5: "FIN_WAIT2",
  6: "TIME_WAIT",
  7: "CLOSE",
  8: "CLOSE_WAIT",
  9: "LAST_ACK",
  10: "LISTEN",
  11: "CLOSING",
} as const;

export type TcpStateCode = keyof typeof TCP_STATE_BY_CODE;
export type TcpState = (typeof TCP_STATE_BY_CODE)[TcpStateCode];

/** The order in which every legend, table, chart and page shows the states: by family, in the life of a connection. */
export const TCP_STATES = [
  "LISTEN",
  "SYN_SENT",
  "SYN_RECV",
  "ESTABLISHED",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "CLOSING",
  "TIME_WAIT",
  "CLOSE_WAIT",
  "LAST_ACK",
  "CLOSE",
] as const satisfies readonly TcpState[];

export const TCP_STATE_CODE: Readonly<Record<TcpState, TcpStateCode>> = {
  ESTABLISHED: 1,
  SYN_SENT: 2,
  SYN_RECV: 3,
  FIN_WAIT1: 4,
  FIN_WAIT2: 5,
  TIME_WAIT: 6,
  CLOSE: 7,
  CLOSE_WAIT: 8,
  LAST_ACK: 9,
  LISTEN: 10,
  CLOSING: 11,
};

/** A count for each of the eleven states; a state with no socket is 0, never absent. */
export type StateCounts = Readonly<Record<TcpState, number>>;

/** @returns the state the kernel means by `code`; 12 is SYN_RECV, 13 is CLOSE; null for a number it does not define. */
export function tcpStateOfCode(code: number): TcpState | null {
  if (code === 12) return "SYN_RECV";
  if (code === 13) return "CLOSE";
  return TCP_STATE_BY_CODE[code as TcpStateCode] ?? null;
}

/** All eleven states at zero, to count into. */
export function zeroStateCounts(): Record<TcpState, number> {
  return {
    LISTEN: 0,
    SYN_SENT: 0,
    SYN_RECV: 0,
    ESTABLISHED: 0,
    FIN_WAIT1: 0,
    FIN_WAIT2: 0,
    CLOSING: 0,
    TIME_WAIT: 0,
    CLOSE_WAIT: 0,
    LAST_ACK: 0,
    CLOSE: 0,
  };
}
