"use client";

import type { CgroupEntry, DestinationEntry, PeerEntry, TopEntry, TopLists } from "@fourtuple/core/samples";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../../lib/format/use-format";
import { CopyLine } from "../copy-line";
import { describeCgroup } from "../model/describe-cgroup";
import { endpointOf } from "../model/sort-listeners";
import type { EntryOf, ListKind } from "../model/top-list-rows";
import { PortCell } from "./port-cell";
import { StateMix } from "./state-mix";
import { TimeWaitCell } from "./time-wait-cell";

export interface Column<E> {
  readonly id:
    | "destination"
    | "localPort"
    | "peer"
    | "cgroup"
    | "ports"
    | "timeWait"
    | "opened"
    | "states"
    | "sockets";
  readonly align?: "end";
  readonly cell: (entry: E, lists: TopLists) => ReactNode;
}

const sockets: Column<TopEntry> = {
  id: "sockets",
  align: "end",
  cell: (entry) => <Count value={entry.sockets} />,
};
const states: Column<TopEntry> = { id: "states", cell: (entry) => <StateMix states={entry.states} /> };
const timeWait: Column<TopEntry & { readonly timeWaitAges: readonly number[] }> = {
  id: "timeWait",
  cell: (entry, lists) => (
    <TimeWaitCell
      timeWait={entry.states.TIME_WAIT}
      sockets={entry.sockets}
      ages={entry.timeWaitAges}
      isAsked={lists.tier !== "troubled"}
    />
  ),
};

/** The first column names the row. */
export const COLUMNS: { readonly [K in ListKind]: readonly Column<EntryOf[K]>[] } = {
  destinations: [
    { id: "destination", cell: (entry) => <Destination entry={entry} /> },
    { id: "ports", cell: (entry, lists) => <PortCell entry={entry} lists={lists} /> },
    timeWait,
    states,
    sockets,
  ],
  localPorts: [
    { id: "localPort", cell: ({ port }) => <span className="font-mono">{port}</span> },
    timeWait,
    states,
    sockets,
  ],
  peers: [
    { id: "peer", cell: ({ address }) => <span className="wrap-anywhere font-mono">{address}</span> },
    { id: "opened", cell: (entry) => <Opened entry={entry} /> },
    states,
    sockets,
  ],
  cgroups: [{ id: "cgroup", cell: (entry) => <Cgroup entry={entry} /> }, states, sockets],
};

function Count({ value }: { value: number }) {
  const format = useFormat();
  return <span className="figures">{format.count(value)}</span>;
}

function Destination({ entry }: { entry: DestinationEntry }) {
  const t = useTranslations("connections");
  return (
    <span className="wrap-anywhere block py-1 font-mono">
      <span className="block text-muted">
        {entry.sourceAddress} <span aria-hidden>→</span>
        <span className="sr-only"> {t("to")} </span>
      </span>
      {endpointOf(entry)}
    </span>
  );
}

function Opened({ entry }: { entry: PeerEntry }) {
  const t = useTranslations("connections.opened");
  const format = useFormat();
  const own = entry.sockets - entry.inbound;
  return (
    <span className="flex flex-wrap gap-x-3 text-muted">
      {entry.inbound > 0 && (
        <span className="whitespace-nowrap">
          {t.rich("peer", {
            count: () => <span className="figures text-text">{format.count(entry.inbound)}</span>,
          })}
        </span>
      )}
      {own > 0 && (
        <span className="whitespace-nowrap">
          {t.rich("host", { count: () => <span className="figures text-text">{format.count(own)}</span> })}
        </span>
      )}
    </span>
  );
}

function Cgroup({ entry }: { entry: CgroupEntry }) {
  const t = useTranslations("connections.kinds");
  const { kind, name, of } = describeCgroup(entry);
  const kindText = t(kind, { id: entry.id });
  if (name === "") return <span className="text-muted">{kindText}</span>;
  return (
    <span title={entry.path ?? undefined} className="flex flex-wrap items-center gap-x-2">
      <span className="wrap-anywhere font-mono">{name}</span>
      <span className="text-muted">{of === null ? kindText : `${kindText} · ${of}`}</span>
      <CopyLine line={entry.path ?? ""} />
    </span>
  );
}
