import { toCsvText } from "../lib/csv";
import type { Figures } from "./chart-types";

export interface CsvColumn {
  readonly name: string;
  readonly values: Figures;
}

/** ISO time in UTC, then each column; a figure that was not available is an empty field. */
export function toCsv(t: readonly number[], columns: readonly CsvColumn[]): string {
  return toCsvText(
    ["time_utc", ...columns.map((column) => column.name)],
    t.map((ms, i) => [new Date(ms).toISOString(), ...columns.map((column) => column.values[i] ?? null)]),
  );
}
