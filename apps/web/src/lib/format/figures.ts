/** Figures in a language, by Intl. Units follow a no-break space. Times are the reader's own zone. */
const NBSP = "\u00a0";

const formats = new Map<string, Intl.NumberFormat>();

/** Making an Intl format costs more than a hundred uses of it, and a table uses it a thousand times a second. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

export function formatCount(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** Where a column is narrow: from a hundred thousand on 131K or 13.1万, the whole count being one hover away. */
export function formatShortCount(value: number, locale: string): string {
  if (value < 100_000) return formatCount(value, locale);
  return numberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/** Three figures are enough to act on: 12,480 · 12.5 · 0.125. */
export function formatNumber(value: number, locale: string): string {
  if (Math.abs(value) >= 100) return formatCount(value, locale);
  return numberFormat(locale, { maximumSignificantDigits: 3 }).format(value);
}

/** @param perSec events in a second; the answer carries the unit: `12.5 /s`. */
export function formatRate(perSec: number, locale: string): string {
  return `${formatNumber(perSec, locale)}${NBSP}/s`;
}

/** @param share 0.44 is 44 %. A share above nothing never reads as 0 %, one below all never as 100 %. */
export function formatPercent(share: number, locale: string): string {
  if (share > 0 && share < 0.01) return `<${NBSP}1${NBSP}%`;
  const percent = share < 1 ? Math.min(99, Math.round(share * 100)) : Math.round(share * 100);
  return `${formatCount(percent, locale)}${NBSP}%`;
}

/** For small shares that are compared with a small limit: 0.0012 is 0.12 %. */
export function formatFinePercent(share: number, locale: string): string {
  return `${numberFormat(locale, { maximumSignificantDigits: 2 }).format(share * 100)}${NBSP}%`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

export function formatBytes(bytes: number, locale: string): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${formatNumber(bytes / 1024 ** power, locale)}${NBSP}${BYTE_UNITS[power]}`;
}
