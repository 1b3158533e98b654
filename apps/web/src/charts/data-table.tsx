"use client";

import { useEffect, useReducer } from "react";
import { useTranslations } from "use-intl";
import { Table, TableFrame, Td, Th } from "../design/table";
import { useFormat } from "../lib/format/use-format";
import { serverNowMs } from "../lib/live/server-clock";
import type { ChartSource } from "./chart-source";
import type { CsvColumn } from "./csv";

const MAX_ROWS = 60;

type DataTableProps = {
  label: string;
  source: ChartSource;
  columns: () => readonly CsvColumn[];
  formatValue: (value: number) => string;
};

/** The figures behind a chart, newest first. */
export function DataTable({ label, source, columns, formatValue }: DataTableProps) {
  const t = useTranslations("charts");
  const format = useFormat();
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => source.subscribe(renderAgain), [source]);
  const axis = source.axis().t;
  const shown = axis
    .map((ms, index) => ({ ms, index }))
    .slice(-MAX_ROWS)
    .reverse();
  const nowMs = serverNowMs();
  const named = columns();
  return (
    <TableFrame label={label} className="mt-2 max-h-80 overflow-y-auto border-line border-t">
      <Table>
        <caption className="py-1 text-left text-dense text-muted">
          {axis.length > MAX_ROWS
            ? t("newestRows", { shown: format.count(shown.length), total: format.count(axis.length) })
            : label}
        </caption>
        <thead>
          <tr>
            <Th className="sticky left-0 bg-surface">{t("time")}</Th>
            {named.map(({ name }) => (
              <Th key={name} align="end" className="font-mono">
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ ms, index }) => (
            <tr key={ms}>
              <Td className="figures sticky left-0 whitespace-nowrap bg-surface text-muted">
                {format.timeWithSeconds(ms, nowMs)}
              </Td>
              {named.map(({ name, values }) => {
                const value = values[index] ?? null;
                return (
                  <Td key={name} figures className={value === null ? "text-muted" : undefined}>
                    {value === null ? format.notAvailable : formatValue(value)}
                  </Td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
