import type { TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import type { CSSProperties } from "react";
import { STATE_FAMILY, type StateFamily, stateColor } from "./state-tokens";

/** Each family has a pattern of its own, so that no state is told by its colour alone. */
const PATTERN: Readonly<Record<StateFamily, string | null>> = {
  open: null,
  opening: "repeating-linear-gradient(45deg, var(--pattern) 0 1px, transparent 1px 4px)",
  "closing-first": "repeating-linear-gradient(135deg, var(--pattern) 0 1px, transparent 1px 4px)",
  "closing-second": "repeating-linear-gradient(90deg, var(--pattern) 0 1px, transparent 1px 4px)",
  closed: "radial-gradient(circle, var(--pattern) 0 1.5px, transparent 1.5px)",
};

/** Background of a mark that stands for a state: its colour under its family's pattern. */
export function stateFill(state: TcpState): CSSProperties {
  const pattern = PATTERN[STATE_FAMILY[state]];
  return pattern
    ? { backgroundColor: stateColor(state), backgroundImage: pattern }
    : { backgroundColor: stateColor(state) };
}

export function StateSwatch({ state, className }: { state: TcpState; className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx("inline-block size-2.5 shrink-0 rounded-[2px]", className)}
      style={stateFill(state)}
    />
  );
}

/** The swatch and the kernel's name, the way every legend and table shows a state. */
export function StateLabel({ state, className }: { state: TcpState; className?: string }) {
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <StateSwatch state={state} />
      <span className="font-mono">{state}</span>
    </span>
  );
}
