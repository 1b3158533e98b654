import { type StateCounts, type TcpState, zeroStateCounts } from "../../tcp/states.js";
import type { TopEntry } from "../top-lists.js";
import { writeVarint } from "../varint.js";
import type { FieldReader } from "./field-reader.js";

/**
 * The states by their bits in the bytes, 2 and up: those that are often there first, so that most entries do with
 * a mask of one byte. Never to be changed; not the order of TCP_STATES.
 */
const BIT_ORDER: readonly TcpState[] = [
  ...(["ESTABLISHED", "TIME_WAIT", "CLOSE_WAIT", "FIN_WAIT2", "SYN_SENT", "SYN_RECV"] as const),
  ...(["FIN_WAIT1", "LAST_ACK", "CLOSING", "LISTEN", "CLOSE"] as const),
];
const IS_SUM = 1;
const MAX_MASK = 2 ** (BIT_ORDER.length + 1) - 1;

/**
 * A varint: bit 1 when `sockets` is the sum of the states, then a bit for each state that is not 0.
 * Then `sockets`, if it is not the sum, and the counts of those states.
 */
export function writeTopEntry(out: number[], { sockets, states }: TopEntry): void {
  const seen = BIT_ORDER.filter((state) => states[state] !== 0);
  const isSum = sumOf(states) === sockets;
  let mask = isSum ? IS_SUM : 0;
  for (const state of seen) mask |= 2 << BIT_ORDER.indexOf(state);
  writeVarint(out, mask);
  if (!isSum) writeVarint(out, sockets);
  for (const state of seen) writeVarint(out, states[state]);
}

export function readTopEntry(reader: FieldReader): TopEntry {
  const mask = reader.whole("the states of an entry", MAX_MASK);
  const given = mask & IS_SUM ? null : reader.whole("sockets");
  const states = zeroStateCounts();
  for (const [place, state] of BIT_ORDER.entries()) {
    if (mask & (2 << place)) states[state] = reader.whole(state);
  }
  const sockets = given ?? sumOf(states);
  if (!Number.isSafeInteger(sockets)) reader.fail("the states of an entry sum to more than can be counted");
  return { sockets, states };
}

function sumOf(states: StateCounts): number {
  return BIT_ORDER.reduce((sum, state) => sum + states[state], 0);
}
