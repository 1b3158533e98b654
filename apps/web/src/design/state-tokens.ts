import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";

export const STATE_FAMILIES = ["open", "opening", "closing-first", "closing-second", "closed"] as const;
export type StateFamily = (typeof STATE_FAMILIES)[number];

/** Which end acted: `closing-first` is the end that closed first, `closing-second` the end that was told. */
export const STATE_FAMILY: Readonly<Record<TcpState, StateFamily>> = {
  LISTEN: "open",
  SYN_SENT: "opening",
  SYN_RECV: "opening",
  ESTABLISHED: "open",
  FIN_WAIT1: "closing-first",
  FIN_WAIT2: "closing-first",
  CLOSING: "closing-first",
  TIME_WAIT: "closing-first",
  CLOSE_WAIT: "closing-second",
  LAST_ACK: "closing-second",
  CLOSE: "closed",
};

/** `TIME_WAIT` → `--state-time-wait`. */
export function stateToken(state: TcpState): `--state-${string}` {
  return `--state-${state.toLowerCase().replace("_", "-")}`;
}

/** For CSS: follows the theme by itself. */
export function stateColor(state: TcpState): string {
  return `var(${stateToken(state)})`;
}

export interface CanvasPalette {
  readonly states: Readonly<Record<TcpState, string>>;
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly hatch: string;
  readonly warning: string;
  readonly critical: string;
}

/** The tokens as a canvas needs them. Read it again when `useTheme().theme` changes. */
export function readCanvasPalette(): CanvasPalette {
  const style = getComputedStyle(document.documentElement);
  const read = (token: string) => style.getPropertyValue(token).trim();
  return {
    states: Object.fromEntries(TCP_STATES.map((state) => [state, read(stateToken(state))])) as Record<
      TcpState,
      string
    >,
    surface: read("--surface"),
    raised: read("--raised"),
    line: read("--line"),
    text: read("--text"),
    muted: read("--muted"),
    accent: read("--accent"),
    hatch: read("--hatch"),
    warning: read("--severity-warning"),
    critical: read("--severity-critical"),
  };
}
