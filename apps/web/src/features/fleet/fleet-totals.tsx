"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Figure } from "../../design/figure";
import { StateBar } from "../../design/state-bar";
import { stateFocusProps } from "../../design/state-focus";
import { StateLabel } from "../../design/state-swatch";
import { stateHref } from "../../lib/links";
import { useMixLabel } from "./use-mix-label";

type Counts = Readonly<Record<TcpState, number | null>>;

/** All hosts together; it is the legend of the rows as well. */
export function FleetTotals({ counts }: { counts: Counts }) {
  const t = useTranslations("fleet");
  const label = useMixLabel(counts);
  return (
    <section aria-label={t("totals")} className="flex flex-col gap-3">
      <StateBar counts={counts} label={label} />
      <ul className="flex flex-wrap gap-x-4 text-dense max-md:grid max-md:grid-cols-2">
        {TCP_STATES.map((state) => (
          <li
            key={state}
            {...stateFocusProps(state)}
            className="max-md:flex max-md:items-center max-md:justify-between"
          >
            <Link
              href={stateHref(state)}
              className="inline-flex gap-1.5 py-1 text-muted hover:text-text hover:underline"
            >
              <StateLabel state={state} />
            </Link>{" "}
            <Figure value={counts[state]} reason={t("naSample")} size="dense" />
          </li>
        ))}
      </ul>
    </section>
  );
}
