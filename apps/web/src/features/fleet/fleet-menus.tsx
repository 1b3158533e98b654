"use client";

import { TCP_STATES } from "@fourtuple/core/tcp";
import { ArrowDownUp, Columns3 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { Menu, type MenuEntry } from "../../design/menu";
import { StateLabel } from "../../design/state-swatch";
import { useSortLabel } from "./sort-header";
import { isState, SORT_KEYS } from "./sort-hosts";
import type { FleetView } from "./use-fleet-view";

type ViewProps = { view: FleetView; onView: (change: Partial<FleetView>) => void };

/** The cards have no headers to press. */
export function SortMenu({ view: { sort }, onView }: ViewProps) {
  const t = useTranslations("fleet");
  const label = useSortLabel();
  const keys = SORT_KEYS.map(
    (key): MenuEntry => ({
      kind: "choice",
      id: key,
      text: label(key),
      on: key === sort.key,
      onSelect: () => onView({ sort: { key, descending: isState(key) } }),
    }),
  );
  const directions = ([false, true] as const).map(
    (descending): MenuEntry => ({
      kind: "choice",
      id: descending ? "descending" : "ascending",
      text: t(descending ? "descending" : "ascending"),
      on: descending === sort.descending,
      onSelect: () => onView({ sort: { key: sort.key, descending } }),
    }),
  );
  return (
    <Menu
      trigger={(props) => (
        <Button {...props}>
          <ArrowDownUp aria-hidden size={14} />
          {label(sort.key)} {sort.descending ? "↓" : "↑"}
        </Button>
      )}
      entries={[
        { kind: "label", id: "by", text: t("sortBy") },
        ...keys,
        { kind: "line", id: "line" },
        ...directions,
      ]}
    />
  );
}

/** Which states have a column; the bar and the totals show all eleven in any case. */
export function ColumnMenu({ view: { hidden }, onView }: ViewProps) {
  const t = useTranslations("fleet");
  const toggle = (state: (typeof TCP_STATES)[number], on: boolean) =>
    onView({ hidden: on ? hidden.filter((other) => other !== state) : [...hidden, state] });
  return (
    <Menu
      trigger={(props) => (
        <Button kind="quiet" {...props}>
          <Columns3 aria-hidden size={14} />
          {t("columns")}
        </Button>
      )}
      entries={TCP_STATES.map((state) => ({
        kind: "toggle",
        id: state,
        text: <StateLabel state={state} />,
        on: !hidden.includes(state),
        onToggle: (on) => toggle(state, on),
      }))}
    />
  );
}
