"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { stateFocusProps } from "./state-focus";
import { stateFill } from "./state-swatch";
import { stateColor } from "./state-tokens";

type StateBarProps = {
  readonly counts: Readonly<Partial<Record<TcpState, number | null>>>;
  /** What a screen reader hears instead of the drawing. */
  readonly label: string;
  /** Too thin for the families' patterns to be made out. */
  readonly thin?: boolean;
};

/** All eleven states in proportion, in the order of every legend. A state with sockets never shrinks to nothing. */
export function StateBar({ counts, label, thin = false }: StateBarProps) {
  const present = TCP_STATES.filter((state) => (counts[state] ?? 0) > 0);
  return (
    <div
      role="img"
      aria-label={label}
      className={clsx("flex gap-px overflow-hidden rounded-[2px] bg-hover", thin ? "h-1.5" : "h-3")}
    >
      {present.map((state) => (
        <div
          key={state}
          {...stateFocusProps(state)}
          className="min-w-[3px]"
          style={{
            ...(thin ? { backgroundColor: stateColor(state) } : stateFill(state)),
            flexGrow: counts[state] ?? 0,
            flexBasis: 0,
          }}
        />
      ))}
    </div>
  );
}
