import type { StateCounts } from "./states.js";

/** What a census of every state counted, LISTEN included. */
export interface CountedSockets {
  readonly counts: StateCounts;
  /** Those of FIN_WAIT2 that are TIME_WAIT minisockets. */
  readonly finWait2InTimeWait: number;
}

/** What the kernel itself says, from its own counters; null where a figure is not available. */
export interface KernelFigures {
  /** `Tcp.CurrEstab` of /proc/net/snmp. */
  readonly currEstab: number | null;
  /** `TCP: tw` of /proc/net/sockstat. */
  readonly timeWait: number | null;
  /** `TCP: inuse` of sockstat and `TCP6: inuse` of sockstat6, added up. */
  readonly inUse: number | null;
}

/** What a census counted less what the kernel says; null where the kernel does not say. */
export type Differences = { readonly [F in keyof KernelFigures]: number | null };

function sum(counts: StateCounts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/**
 * Compares a census with the kernel's counters, which mean other sets of states. All differences are 0 when
 * nothing moved between the readings. Sources: net/ipv4/tcp.c (tcp_set_state), net/ipv4/proc.c, net/ipv4/tcp_minisocks.c.
 */
export function reconcile(
  { counts, finWait2InTimeWait }: CountedSockets,
  kernel: KernelFigures,
): Differences {
  // A socket leaves CurrEstab when it closes, not when its peer does.
  const currEstab = counts.ESTABLISHED + counts.CLOSE_WAIT;
  // Who waits for the peer's FIN without a process is put among the minisockets, in their state FIN_WAIT2.
  const timeWait = counts.TIME_WAIT + finWait2InTimeWait;
  // In use are full sockets in the hash: neither minisockets nor the requests that SYN_RECV are, nor what is unhashed.
  const inUse = sum(counts) - timeWait - counts.SYN_RECV - counts.CLOSE;
  return {
    currEstab: kernel.currEstab === null ? null : currEstab - kernel.currEstab,
    timeWait: kernel.timeWait === null ? null : timeWait - kernel.timeWait,
    inUse: kernel.inUse === null ? null : inUse - kernel.inUse,
  };
}
