import type { CensusSource, CensusTier } from "@fourtuple/core/samples";
import { type StateCounts, TCP_STATES, type TcpState } from "@fourtuple/core/tcp";

/** What one census saw, and when. */
export interface Seen {
  readonly counts: StateCounts;
  /** FIN_WAIT2 that sockstat counts in `tw`; null where the source cannot tell. */
  readonly finWait2InTimeWait: number | null;
  readonly partial: boolean;
  /** Monotonic ms of its start. */
  readonly readMs: number;
}

/** By tier the newest census that read its states: one of `full` is the newest of all three. */
export interface KnownStates {
  readonly source: CensusSource;
  readonly seen: Readonly<Record<CensusTier, Seen | null>>;
}

export const NOTHING_SEEN: KnownStates = {
  source: "none",
  seen: { full: null, troubled: null, timeWait: null },
};

/** @param seen null when no source worked: then what was seen before is not known any more either. */
export function noteSeen(
  known: KnownStates,
  tier: CensusTier,
  source: CensusSource,
  seen: Seen | null,
): KnownStates {
  if (seen === null) return NOTHING_SEEN;
  if (tier === "full") return { source, seen: { full: seen, troubled: seen, timeWait: seen } };
  return { source, seen: { ...known.seen, [tier]: seen } };
}

/** What the pulse of this sample says. */
export interface PulseStates {
  /** Tcp.CurrEstab: ESTABLISHED and CLOSE_WAIT (net/ipv4/tcp.c, TCP_MIB_CURRESTAB). */
  readonly currEstab: number | null;
  /** sockstat TCP.tw: TIME_WAIT and the FIN_WAIT2 that have no process any more. */
  readonly timeWait: number | null;
  /** Sockets in LISTEN, read with this sample. */
  readonly listening: number | null;
}

export type StateFigures = Readonly<Record<TcpState, number | null>>;

const NULL_STATES: StateFigures = Object.fromEntries(
  TCP_STATES.map((state) => [state, null]),
) as StateFigures;

/**
 * The states of a sample. What was read for it is taken as it is. Between two full censuses ESTABLISHED and
 * TIME_WAIT follow from the pulse and from the newest census of the troubled states; the latter and CLOSE are
 * those of the newest census that saw them. The two sources are not read at one instant, so that a difference
 * can come out below nothing; it is then 0. A stand-in of sock_diag is not mixed with the pulse.
 * @param sinceMs monotonic ms from which on a census was read for this sample.
 */
export function composeStates(
  { source, seen }: KnownStates,
  pulse: PulseStates,
  sinceMs: number,
): StateFigures {
  const { full, troubled, timeWait } = seen;
  const { listening } = pulse;
  if (full === null || troubled === null) return { ...NULL_STATES, LISTEN: listening };
  if (source !== "sock_diag" || full.readMs >= sinceMs) return { ...full.counts, LISTEN: listening };
  const timeWaitNow =
    timeWait !== null && timeWait.readMs >= sinceMs
      ? timeWait.counts.TIME_WAIT
      : difference(pulse.timeWait, troubled.finWait2InTimeWait);
  return {
    ...troubled.counts,
    LISTEN: listening,
    CLOSE: full.counts.CLOSE,
    ESTABLISHED: difference(pulse.currEstab, troubled.counts.CLOSE_WAIT),
    TIME_WAIT: timeWaitNow,
  };
}

/** Whether some figure of `composeStates` comes from a census that was not whole. */
export function isPartial({ seen }: KnownStates): boolean {
  return Object.values(seen).some((each) => each?.partial === true);
}

/** @returns ms since the tier's states were read, 0 for a census of this sample; null before the first. */
export function ageMs(known: KnownStates, tier: CensusTier, sinceMs: number): number | null {
  const seen = known.seen[tier];
  return seen === null ? null : Math.max(0, Math.round(sinceMs - seen.readMs));
}

function difference(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : Math.max(0, whole - part);
}
