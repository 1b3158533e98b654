export type CsvField = string | number | null;

function escapeField(field: CsvField): string {
  if (typeof field === "number") return String(field);
  const text = field ?? "";
  // A leading =, +, - or @ would be run as a formula by a spreadsheet.
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 text; null, a figure that was not available, is an empty field. */
export function toCsvText(head: readonly string[], rows: readonly (readonly CsvField[])[]): string {
  const lines = [head, ...rows].map((fields) => fields.map(escapeField).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/** A name a file can have: `fourtuple-web-1-states-20260102T030405Z.csv`. */
export function exportFileName(parts: readonly string[], atMs: number, extension: string): string {
  const stamp = new Date(atMs).toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
  const words = ["fourtuple", ...parts, stamp].map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, "-"));
  return `${words.join("-")}.${extension}`;
}
