import type { TcpState } from "../states.js";

export interface Transition {
  /** Stable name, for keys of translations and pictures. */
  readonly id: string;
  readonly from: TcpState;
  readonly to: TcpState;
  readonly trigger: string;
  /** The kernel's counters that move with it, by table and field; none where it leaves no trace. */
  readonly counters: readonly string[];
  readonly note?: string;
}

export type TransitionRow = readonly [
  id: string,
  from: TcpState,
  to: TcpState,
  trigger: string,
  counters: readonly string[],
  note?: string,
];

export function transitionsOf(rows: readonly TransitionRow[]): readonly Transition[] {
  return rows.map(([id, from, to, trigger, counters, note]) => ({
    id,
    from,
    to,
    trigger,
    counters,
    ...(note === undefined ? {} : { note }),
  }));
}
