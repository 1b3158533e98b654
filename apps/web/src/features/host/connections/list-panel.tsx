"use client";

import type { TopLists } from "@fourtuple/core/samples";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { exportFileName } from "../../../lib/csv";
import { saveCsv } from "../../../lib/save-file";
import { FilterField } from "../filter-field";
import { useScene } from "../host-scene";
import { OWNED_LISTS, ownersByRow } from "../model/owners-view";
import { topListCsv } from "../model/top-list-csv";
import { type EntryOf, type ListKind, matches, type Row, rowsOf } from "../model/top-list-rows";
import { useSteadyOrder } from "../use-steady-order";
import { COLUMNS } from "./columns";
import { CsvButton, ResortButton } from "./list-toolbar";
import { OwnersButton, OwnersOutcome } from "./owners-bar";
import { RowOwners } from "./row-owners";
import { TopListTable } from "./top-list-table";
import type { OwnersQuestion } from "./use-owners";

/** So many rows before one asks for all: the heaviest are what one looks for. */
const FIRST_ROWS = 10;

type ListPanelProps<K extends ListKind> = {
  readonly kind: K;
  readonly lists: TopLists;
  readonly question: OwnersQuestion;
  readonly tierChoice: ReactNode;
};

/** One list: its search, its rows, the rest, and who holds the sockets once asked. */
export function ListPanel<K extends ListKind>({ kind, lists, question, tierChoice }: ListPanelProps<K>) {
  const t = useTranslations("connections");
  // A key that is still generic cannot be followed into the catalogue.
  const named: ListKind = kind;
  const [filter, setFilter] = useState("");
  const [showsAll, setShowsAll] = useState(false);
  const ranked = useMemo(() => rowsOf(kind, lists), [kind, lists]);
  const order = useSteadyOrder(
    ranked.map(({ key }) => key),
    lists.tier,
  );
  const byKey = new Map(ranked.map((row) => [row.key, row]));
  const rows = order.keys.flatMap((key) => byKey.get(key) ?? []);
  const found = rows.filter((row) => matches(row, filter));
  const shown = showsAll ? found : found.slice(0, FIRST_ROWS);
  if (ranked.length === 0) return <EmptyList kind={kind} tierChoice={tierChoice} />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
        <FilterField label={t(`filter.${named}`)} value={filter} onChange={setFilter} />
        {tierChoice}
        <span className="ml-auto flex flex-wrap items-center gap-x-2 gap-y-2">
          <ResortButton isNeeded={order.isOutOfOrder} onPress={order.sortAgain} />
          {isOwned(kind) && <OwnersButton question={question} />}
          <SaveList kind={kind} lists={lists} />
        </span>
      </div>
      {isOwned(kind) && <OwnersOutcome question={question} />}
      {found.length === 0 ? (
        <NoMatch filter={filter} onClear={() => setFilter("")} />
      ) : (
        <Rows kind={kind} lists={lists} rows={shown} question={question} />
      )}
      {found.length > FIRST_ROWS && (
        <button type="button" className="link mt-2 text-dense" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t("showFewer", { count: FIRST_ROWS }) : t("showAll", { count: found.length })}
        </button>
      )}
    </>
  );
}

const isOwned = (kind: ListKind) => OWNED_LISTS.some((owned) => owned === kind);

type RowsProps<K extends ListKind> = Omit<ListPanelProps<K>, "tierChoice"> & {
  readonly rows: readonly Row<EntryOf[K]>[];
};

function Rows<K extends ListKind>({ kind, lists, rows, question }: RowsProps<K>) {
  const t = useTranslations("connections");
  const named: ListKind = kind;
  const { answer } = question;
  const owners = useMemo(
    () => (answer === null || !isOwned(kind) ? null : ownersByRow(answer, kind)),
    [answer, kind],
  );
  const { other } = lists[kind];
  const text = t(`other.${named}`, { count: other.keys, exact: other.keysExact ? "yes" : "no" });
  return (
    <TopListTable
      label={t(`lists.${named}`)}
      columns={COLUMNS[kind]}
      rows={rows}
      lists={lists}
      other={other.keys === 0 && other.sockets === 0 ? null : { text, entry: other }}
      below={({ key }) => (owners === null ? null : <RowOwners owners={owners.get(key) ?? null} />)}
    />
  );
}

function SaveList({ kind, lists }: { kind: ListKind; lists: TopLists }) {
  const { host } = useScene();
  const save = () =>
    saveCsv(exportFileName([host.name, kind, lists.tier], lists.atMs, "csv"), topListCsv(kind, lists));
  return <CsvButton onPress={save} />;
}

function EmptyList({ kind, tierChoice }: { kind: ListKind; tierChoice: ReactNode }) {
  const t = useTranslations("connections.empty");
  return (
    <div className="flex max-w-2xl flex-col items-start gap-2 py-4">
      {tierChoice}
      <p className="font-medium">{t(`${kind}.title`)}</p>
      <p className="text-muted">{t(`${kind}.detail`)}</p>
    </div>
  );
}

function NoMatch({ filter, onClear }: { filter: string; onClear: () => void }) {
  const t = useTranslations("connections");
  return (
    <p className="py-2 text-muted">
      {t("noMatch", { filter })}{" "}
      <button type="button" className="link" onClick={onClear}>
        {t("clear")}
      </button>
    </p>
  );
}
