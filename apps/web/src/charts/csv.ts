import type { Figures } from "./chart-types";

export interface CsvColumn {
  readonly name: string;
  readonly values: Figures;
}

function escapeField(text: string): string {
  // A leading =, +, - or @ would be run as a formula by a spreadsheet.
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 text: ISO time in UTC, then each column; a figure that was not available is an empty field. */
export function toCsv(t: readonly number[], columns: readonly CsvColumn[]): string {
  const head = ["time_utc", ...columns.map((column) => column.name)].map(escapeField).join(",");
  const rows = t.map((ms, i) =>
    [new Date(ms).toISOString(), ...columns.map((column) => column.values[i] ?? "")].join(","),
  );
  return `${[head, ...rows].join("\r\n")}\r\n`;
}

/** A name a file can have: `fourtuple-web-1-states-20260102T030405Z.csv`. */
export function exportFileName(parts: readonly string[], atMs: number, extension: string): string {
  const stamp = new Date(atMs).toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
  const words = ["fourtuple", ...parts, stamp].map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, "-"));
  return `${words.join("-")}.${extension}`;
}
