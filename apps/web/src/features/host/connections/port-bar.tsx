"use client";

import { type StateCounts, TCP_STATES } from "@fourtuple/core/tcp";
import { stateFill } from "../../../design/state-swatch";
import { PORT_MARKS } from "../model/port-use";

/**
 * The ports that can be taken as the whole length, those that are taken by state, and the two marks.
 * The figures stand beside it, so it is hidden from screen readers.
 */
export function PortBar({ states, share }: { states: StateCounts; share: number }) {
  const present = TCP_STATES.filter((state) => states[state] > 0);
  return (
    <span aria-hidden className="relative block h-2.5 w-full min-w-24 max-w-44">
      <span className="block h-full overflow-hidden rounded-[2px] bg-hover ring-1 ring-line ring-inset">
        <span
          className="flex h-full min-w-[2px]"
          style={{ width: `${Math.min(1, share) * 100}%`, display: share === 0 ? "none" : "flex" }}
        >
          {present.map((state) => (
            <span
              key={state}
              className="block h-full"
              style={{ ...stateFill(state), flexGrow: states[state], flexBasis: 0 }}
            />
          ))}
        </span>
      </span>
      {[PORT_MARKS.half, PORT_MARKS.scarce].map((mark) => (
        <span
          key={mark}
          className="-top-0.5 -bottom-0.5 absolute w-px bg-line-strong"
          style={{ left: `${mark * 100}%` }}
        />
      ))}
    </span>
  );
}
