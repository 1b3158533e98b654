"use client";

import { FlexRender, type Row, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { type MouseEvent, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { Table, TableFrame, Td, Th } from "../../design/table";
import { hostHref } from "../../lib/links";
import { COLUMN_SORT_KEYS, columnWidthPx, fleetColumns, fleetFeatures } from "./fleet-columns";
import type { FleetHost } from "./fleet-host";
import { ariaSort, SortButton, stateOf } from "./sort-header";
import type { Sort, SortKey } from "./sort-hosts";
import type { FleetView } from "./use-fleet-view";
import { useRowKeys } from "./use-row-keys";

const ROW_PX = 45;

type FleetTableProps = {
  hosts: readonly FleetHost[];
  view: FleetView;
  onSort: (sort: Sort) => void;
};

/** Only the rows in sight are drawn, so that five thousand hosts cost as much as thirty. */
export function FleetTable({ hosts, view, onSort }: FleetTableProps) {
  const t = useTranslations("fleet");
  const frame = useRef<HTMLElement>(null);
  const columnVisibility = useMemo(
    () => Object.fromEntries(view.hidden.map((state) => [state, false])),
    [view.hidden],
  );
  const table = useTable({
    features: fleetFeatures,
    columns: fleetColumns,
    data: hosts,
    getRowId: (host) => host.id,
    state: { columnVisibility },
  });
  const rows = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  });
  const onKeyDown = useRowKeys(
    frame,
    rows.map((row) => row.id),
    virtual.scrollToIndex,
  );
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const columns = table.getVisibleLeafColumns();

  return (
    <TableFrame
      ref={frame}
      label={t("caption")}
      onKeyDown={onKeyDown}
      className="max-h-[calc(100dvh-4rem)] min-h-40 overflow-auto"
    >
      <Table
        aria-rowcount={rows.length + 1}
        style={{ minWidth: columns.reduce((sum, column) => sum + columnWidthPx(column.id), 0) }}
        className="table-fixed"
      >
        <caption className="sr-only">{t("caption")}</caption>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: columnWidthPx(column.id) }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-[2] bg-surface">
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell key={column.id} id={column.id} sort={view.sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} span={columns.length} />
          {items.map((item) => {
            const row = rows[item.index];
            return row ? <HostRow key={row.id} row={row} index={item.index} /> : null;
          })}
          <Spacer height={below} span={columns.length} />
        </tbody>
      </Table>
    </TableFrame>
  );
}

const STICKY = "sticky left-0 z-[1] bg-surface";

function HeaderCell({ id, sort, onSort }: { id: string; sort: Sort; onSort: (sort: Sort) => void }) {
  const state = stateOf(id);
  const keys: readonly SortKey[] = state ? [state] : (COLUMN_SORT_KEYS[id] ?? []);
  return (
    <Th
      align={state ? "end" : "start"}
      snug={state !== null}
      aria-sort={ariaSort(keys, sort)}
      className={clsx("h-14 py-1 align-bottom", id === "host" && STICKY)}
    >
      <span className={clsx("inline-flex flex-col", state ? "items-end" : "items-start")}>
        {keys.map((key) => (
          <SortButton key={key} sortKey={key} sort={sort} onSort={onSort} />
        ))}
      </span>
    </Th>
  );
}

/** Stands for the rows out of sight. */
function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={span} style={{ height, padding: 0 }} />
    </tr>
  );
}

type HostRowProps = { row: Row<typeof fleetFeatures, FleetHost>; index: number };

function HostRow({ row, index }: HostRowProps) {
  const router = useRouter();
  const live = row.original.statusNow === "live";
  const open = (event: MouseEvent) => {
    const onLink = event.target instanceof Element && event.target.closest("a, button") !== null;
    if (!onLink && !window.getSelection()?.toString()) router.push(hostHref(row.original.id));
  };
  return (
    // The link in the row does the same by keyboard; this only widens it for the mouse.
    <tr
      aria-rowindex={index + 2}
      onClick={open}
      className={clsx("group cursor-pointer hover:bg-hover focus-within:bg-hover", !live && "text-muted")}
    >
      {row.getVisibleCells().map((cell) => {
        const id = cell.column.id;
        return (
          <Td
            key={id}
            align={stateOf(id) ? "end" : "start"}
            snug={stateOf(id) !== null}
            className={clsx(
              "h-11 truncate py-1",
              id === "host" && clsx(STICKY, "group-focus-within:bg-hover group-hover:bg-hover"),
            )}
          >
            <FlexRender cell={cell} />
          </Td>
        );
      })}
    </tr>
  );
}
