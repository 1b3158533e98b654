import { metricByName } from "@fourtuple/core/samples";

/** Events after which the next look at the whole should not wait for its turn. Each is rare on a healthy host. */
const COUNTERS = [
  "TcpExt.ListenOverflows",
  "TcpExt.ListenDrops",
  "TcpExt.TCPTimeWaitOverflow",
  "TcpExt.TCPReqQFullDoCookies",
  "TcpExt.TCPReqQFullDrop",
  "TcpExt.TCPAbortOnMemory",
  "TcpExt.TCPMemoryPressures",
].map((name) => metricByName(name)?.id ?? -1);
const GAUGES = ["sockstat.TCP.tw", "Tcp.CurrEstab", "sockstat.TCP.orphan"].map(
  (name) => metricByName(name)?.id ?? -1,
);

/** A counter that goes on rising is no news: it must have stood still for so long (judgement). */
const QUIET_MS = 60_000;
/** A gauge jumps when it left its value at the last full census by so much: a quarter, and more than a thousand,
 * below which the whole is counted with every sample anyway (judgement). */
const GAUGE_PART = 0.25;
const GAUGE_LEAST = 1000;

type Values = readonly (number | null)[];

export interface JumpState {
  readonly values: Values;
  /** Gauges at the last full census. */
  readonly base: Values;
  /** By counter: the monotonic ms of its last rise. */
  readonly risenAtMs: ReadonlyMap<number, number>;
}

export interface JumpReading {
  readonly state: JumpState;
  readonly jumped: boolean;
}

/** @param values by metric id, as the pulse gave them. The first reading is where all others start from. */
export function detectJump(before: JumpState | null, values: Values, nowMs: number): JumpReading {
  if (before === null) return { state: { values, base: values, risenAtMs: new Map() }, jumped: false };
  const risen = COUNTERS.filter((id) => hasRisen(before.values[id], values[id]));
  const news = risen.some((id) => nowMs - (before.risenAtMs.get(id) ?? Number.NEGATIVE_INFINITY) >= QUIET_MS);
  const moved = GAUGES.some((id) => hasMoved(before.base[id], values[id]));
  const risenAtMs =
    risen.length === 0
      ? before.risenAtMs
      : new Map([...before.risenAtMs, ...risen.map((id): [number, number] => [id, nowMs])]);
  return { state: { values, base: before.base, risenAtMs }, jumped: news || moved };
}

/** To be called when the whole was counted: from now on gauges are compared with what they are. */
export function rebase(state: JumpState | null): JumpState | null {
  return state === null ? null : { ...state, base: state.values };
}

function hasRisen(before: number | null | undefined, now: number | null | undefined): boolean {
  return before != null && now != null && now > before;
}

function hasMoved(base: number | null | undefined, now: number | null | undefined): boolean {
  if (base == null || now == null) return false;
  const change = Math.abs(now - base);
  return change > GAUGE_LEAST && change > base * GAUGE_PART;
}
