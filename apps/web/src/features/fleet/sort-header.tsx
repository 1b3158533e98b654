"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import { stateFocusProps } from "../../design/state-focus";
import { StateSwatch } from "../../design/state-swatch";
import { isState, nextSort, type Sort, type SortKey } from "./sort-hosts";

type SortButtonProps = { sortKey: SortKey; sort: Sort; onSort: (sort: Sort) => void };

/** One press sorts, another turns it round. */
export function SortButton({ sortKey, sort, onSort }: SortButtonProps) {
  const label = useSortLabel();
  const state = stateOf(sortKey);
  const active = sort.key === sortKey;
  return (
    <button
      type="button"
      {...(state ? stateFocusProps(state) : {})}
      onClick={() => onSort(nextSort(sort, sortKey))}
      className={clsx(
        "min-h-6 min-w-6 whitespace-nowrap text-left hover:text-text",
        active && "text-text",
        state && "text-right font-mono text-tiny",
      )}
    >
      {state && (
        <span className="flex items-center justify-end gap-1">
          {active && <Arrow sort={sort} />}
          <StateSwatch state={state} />
        </span>
      )}
      {label(sortKey)}
      {active && !state && <Arrow sort={sort} />}
    </button>
  );
}

function Arrow({ sort }: { sort: Sort }) {
  return <span aria-hidden> {sort.descending ? "↓" : "↑"}</span>;
}

/** A state is its own name; the other keys have words. */
export function useSortLabel(): (key: SortKey) => string {
  const t = useTranslations("fleet.column");
  return (key) => (isState(key) ? key : t(key));
}

export function stateOf(key: string): TcpState | null {
  return TCP_STATES.find((state) => state === key) ?? null;
}

/** For the header cell that holds the button. */
export function ariaSort(keys: readonly SortKey[], sort: Sort): "ascending" | "descending" | "none" {
  if (!keys.includes(sort.key)) return "none";
  return sort.descending ? "descending" : "ascending";
}
