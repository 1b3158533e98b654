import type { TcpState } from "./states.js";

/**
 * The kernel counts sockets in three ways that do not count the same ones: a walk over the sockets (sock_diag),
 * CurrEstab and sockstat. Set against each other they show whether a census saw them all. The readings follow
 * one another, so that on a busy host they differ by what happened in between.
 */
export interface ReconciliationInput {
  /** As a census of all sockets saw them. */
  readonly states: Readonly<Record<TcpState, number | null>>;
  /** FIN_WAIT2 without a process, which the kernel keeps as TIME_WAIT minisockets; null where that cannot be told. */
  readonly finWait2InTimeWait: number | null;
  /** Tcp.CurrEstab. */
  readonly currEstab: number | null;
  /** sockstat TCP.tw. */
  readonly timeWait: number | null;
  /** sockstat TCP.inuse and TCP6.inuse together. */
  readonly inuse: number | null;
}

export interface Reconciled {
  /** What of the census the kernel's figure is about. */
  readonly counted: number;
  readonly kernel: number;
  /** `counted - kernel`. */
  readonly difference: number;
  /**
   * `equal`; `moments`: no more than may change between two readings; `minisockets`: as far as FIN_WAIT2 without a
   * process may be counted in `tw`, where the source cannot tell them; else `unexplained`.
   */
  readonly because: "equal" | "moments" | "minisockets" | "unexplained";
}

/** Each null where a figure it needs is not available. */
export interface Reconciliation {
  /** ESTABLISHED and CLOSE_WAIT against CurrEstab (net/ipv4/tcp.c, tcp_set_state). */
  readonly established: Reconciled | null;
  /** TIME_WAIT and FIN_WAIT2 minisockets against `tw` (net/ipv4/inet_timewait_sock.c). */
  readonly timeWait: Reconciled | null;
  /** All but request sockets, minisockets and CLOSE, which are in no hash of full sockets, against `inuse`. */
  readonly inuse: Reconciled | null;
}

/** What may change between two readings: a hundredth, and a few sockets on a small host (judgement). */
const DRIFT_PART = 0.01;
const DRIFT_LEAST = 3;

const IN_USE = [
  "LISTEN",
  "SYN_SENT",
  "ESTABLISHED",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "CLOSING",
  "CLOSE_WAIT",
  "LAST_ACK",
] as const satisfies readonly TcpState[];

export function reconcileStates(input: ReconciliationInput): Reconciliation {
  const { states, finWait2InTimeWait } = input;
  // Where it cannot be told, any FIN_WAIT2 may be a minisocket.
  const unknownMinis = finWait2InTimeWait === null ? (states.FIN_WAIT2 ?? 0) : 0;
  const minis = finWait2InTimeWait ?? 0;
  return {
    established: compare(sumOf([states.ESTABLISHED, states.CLOSE_WAIT]), input.currEstab, 0, 0),
    timeWait: compare(sumOf([states.TIME_WAIT, minis]), input.timeWait, -unknownMinis, 0),
    inuse: compare(sumOf([...IN_USE.map((state) => states[state]), -minis]), input.inuse, 0, unknownMinis),
  };
}

/** @param least @param most how far apart the two may be for the sake of minisockets that cannot be told. */
function compare(
  counted: number | null,
  kernel: number | null,
  least: number,
  most: number,
): Reconciled | null {
  if (counted === null || kernel === null) return null;
  const difference = counted - kernel;
  const drift = Math.max(DRIFT_LEAST, Math.ceil(kernel * DRIFT_PART));
  const because = explain(difference, drift, least, most);
  return { counted, kernel, difference, because };
}

function explain(difference: number, drift: number, least: number, most: number): Reconciled["because"] {
  if (difference === 0) return "equal";
  if (difference >= least && difference <= most) return "minisockets";
  return difference >= least - drift && difference <= most + drift ? "moments" : "unexplained";
}

function sumOf(figures: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const figure of figures) {
    if (figure === null) return null;
    sum += figure;
  }
  return sum;
}
