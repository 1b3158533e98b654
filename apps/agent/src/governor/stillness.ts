import { metricByName } from "@fourtuple/core/samples";

/** A socket that changes its state most often moves one of these. */
const FIGURES = [
  "Tcp.ActiveOpens",
  "Tcp.PassiveOpens",
  "Tcp.AttemptFails",
  "Tcp.EstabResets",
  "Tcp.CurrEstab",
  "sockstat.TCP.inuse",
  "sockstat.TCP.orphan",
  "sockstat.TCP.tw",
  "sockstat6.TCP6.inuse",
].map((name) => metricByName(name)?.id ?? -1);
/** The rest, such as a FIN that makes a CLOSE_WAIT, comes or goes as a segment. */
const SEGMENTS = ["Tcp.InSegs", "Tcp.OutSegs"].map((name) => metricByName(name)?.id ?? -1);

/** The quietest of so many samples tells how many segments pass where nothing happens: the agent's own (judgement). */
const WINDOW = 10;
/** A FIN and its ACK are two segments: that many above the quietest are news, one may be an ACK that came late. */
const SLACK = 1;
/** A frame a second and its ACK are two segments, four where the server is on this host. More is the traffic of others. */
const MOST_OWN = 16;

type Values = readonly (number | null)[];

/** When something last moved; null before the first sample. */
export interface Movement {
  readonly values: Values;
  /** Segments in and out from one sample to the next, the newest last. */
  readonly segments: readonly number[];
  /** Monotonic ms of the last sample that saw a movement: a census that began then or later shows what is. */
  readonly movedAtMs: number;
}

/** @param values by metric id, as the pulse gave them. What cannot be read counts as moved, and so does all at first. */
export function noteMovement(before: Movement | null, values: Values, nowMs: number): Movement {
  const passed = before === null ? null : countSegments(before.values, values);
  if (before === null || passed === null) return { values, segments: [], movedAtMs: nowMs };
  const segments = [...before.segments.slice(1 - WINDOW), passed];
  const stood = FIGURES.every((id) => before.values[id] === values[id]) && isQuiet(segments, passed);
  return { values, segments, movedAtMs: stood ? before.movedAtMs : nowMs };
}

function isQuiet(segments: readonly number[], passed: number): boolean {
  return segments.length === WINDOW && passed <= Math.min(MOST_OWN, Math.min(...segments) + SLACK);
}

function countSegments(before: Values, now: Values): number | null {
  let sum = 0;
  for (const id of SEGMENTS) {
    const was = before[id] ?? null;
    const is = now[id] ?? null;
    if (was === null || is === null || is < was) return null;
    sum += is - was;
  }
  return sum;
}
