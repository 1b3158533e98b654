"use client";

import type { TopEntry, TopLists } from "@fourtuple/core/samples";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Table, TableFrame, Td, Th } from "../../../design/table";
import { useFormat } from "../../../lib/format/use-format";
import { NARROW, useMedia } from "../../../lib/use-media";
import type { Row } from "../model/top-list-rows";
import type { Column } from "./columns";
import { StateMix } from "./state-mix";

type TopListTableProps<E extends TopEntry> = {
  readonly label: string;
  readonly columns: readonly Column<E>[];
  readonly rows: readonly Row<E>[];
  readonly lists: TopLists;
  /** What comes after the last entry, exactly, and what it is called. */
  readonly other: { readonly text: string; readonly entry: TopEntry } | null;
  /** What stands below a row, such as who holds its sockets; null where nothing does. */
  readonly below: (row: Row<E>) => ReactNode;
};

/** Entries of one list: a table, or where there is no room for one, a card for each. */
export function TopListTable<E extends TopEntry>(props: TopListTableProps<E>) {
  const isNarrow = useMedia(NARROW);
  return isNarrow ? <Cards {...props} /> : <Rows {...props} />;
}

function Heading<E>({ column }: { column: Column<E> }) {
  const t = useTranslations("connections");
  return column.id === "timeWait" ? (
    <span title={t("timeWaitWhy")}>
      <span className="font-mono">TIME_WAIT</span>
      <span className="sr-only"> {t("timeWaitWhy")}</span>
    </span>
  ) : (
    t(`columns.${column.id}`)
  );
}

const edge = (index: number, count: number) => clsx(index === 0 && "pl-0", index === count - 1 && "pr-0");

function Rows<E extends TopEntry>({ label, columns, rows, lists, other, below }: TopListTableProps<E>) {
  const format = useFormat();
  const count = columns.length;
  return (
    <TableFrame label={label}>
      <Table>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <Th key={column.id} align={column.align ?? "start"} className={edge(i, count)}>
                <Heading column={column} />
              </Th>
            ))}
          </tr>
        </thead>
        {rows.map((row) => (
          <tbody key={row.key} className="hover:bg-hover">
            <tr>
              {columns.map((column, i) => (
                <Td
                  key={column.id}
                  align={column.align ?? "start"}
                  className={clsx("border-b-0", edge(i, count))}
                >
                  {column.cell(row.entry, lists)}
                </Td>
              ))}
            </tr>
            <tr>
              <td colSpan={count} className="border-line border-b">
                {below(row)}
              </td>
            </tr>
          </tbody>
        ))}
        {other !== null && (
          <tfoot>
            <tr className="text-muted">
              <Td className="pl-0">{other.text}</Td>
              <Td colSpan={Math.max(1, count - 2)}>
                <StateMix states={other.entry.states} />
              </Td>
              <Td figures className="pr-0">
                {format.count(other.entry.sockets)}
              </Td>
            </tr>
          </tfoot>
        )}
      </Table>
    </TableFrame>
  );
}

function Cards<E extends TopEntry>({ label, columns, rows, lists, other, below }: TopListTableProps<E>) {
  const t = useTranslations("connections.columns");
  const format = useFormat();
  const [name, ...facts] = columns;
  return (
    <ul aria-label={label} className="flex flex-col text-dense">
      {rows.map((row) => (
        <li key={row.key} className="flex flex-col gap-1 border-line border-t py-2">
          <div className="text-body">{name?.cell(row.entry, lists)}</div>
          <dl className="flex flex-col gap-1">
            {facts.map((column) => (
              <div key={column.id} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-baseline">
                <dt className="text-muted">
                  <Heading column={column} />
                </dt>
                <dd className="min-w-0">{column.cell(row.entry, lists)}</dd>
              </div>
            ))}
          </dl>
          {below(row)}
        </li>
      ))}
      {other !== null && (
        <li className="flex flex-col gap-1 border-line border-t py-2 text-muted">
          <span>{other.text}</span>
          <StateMix states={other.entry.states} />
          <span>
            {t("sockets")} <span className="figures">{format.count(other.entry.sockets)}</span>
          </span>
        </li>
      )}
    </ul>
  );
}
