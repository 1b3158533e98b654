"use client";

import { type StateCounts, TCP_STATES } from "@fourtuple/core/tcp";
import { useTranslations } from "use-intl";
import { stateMarkProps } from "../../../design/state-focus";
import { StateSwatch } from "../../../design/state-swatch";
import { useFormat } from "../../../lib/format/use-format";

/** So many states are named in a row; the rest is one hover away. */
const NAMED = 3;

/** The states of some sockets in words, most first. */
export function StateMix({ states }: { states: StateCounts }) {
  const t = useTranslations("connections.states");
  const format = useFormat();
  const present = TCP_STATES.filter((state) => states[state] > 0).sort((a, b) => states[b] - states[a]);
  const all = present.map((state) => `${state} ${format.count(states[state])}`).join(", ");
  const rest = present.length - NAMED;
  if (present.length === 0) return <span className="text-muted">{t("none")}</span>;
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {present.slice(0, NAMED).map((state) => (
        <span
          key={state}
          {...stateMarkProps(state)}
          className="inline-flex items-center gap-1.5 whitespace-nowrap"
        >
          <StateSwatch state={state} />
          <span className="font-mono text-muted">{state}</span>
          <span className="figures">{format.count(states[state])}</span>
        </span>
      ))}
      {rest > 0 && (
        <span title={all} className="whitespace-nowrap text-muted">
          <span aria-hidden>{t("more", { count: rest })}</span>
          <span className="sr-only">{all}</span>
        </span>
      )}
    </span>
  );
}
