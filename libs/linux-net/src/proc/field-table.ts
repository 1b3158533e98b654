import type { FileFailure, FileReading } from "./read-bounded.js";

/** Figures of one kernel file by name, `Label.Field`; `skipped` names what did not parse. */
export interface FieldTable {
  readonly fields: ReadonlyMap<string, number>;
  readonly skipped: readonly string[];
}

export type FieldReading = ({ readonly status: "ok" } & FieldTable) | FileFailure;

/** Real files have 0.2 to 6 kB; the cap is judgement, far above any kernel's and far below harm. */
export const FIELD_FILE_CAP_BYTES = 256 * 1024;

/** Reasons kept per file; what is past them is one line with a count. */
const MAX_REASONS = 20;
const MAX_REASON_LENGTH = 80;
const WHOLE_NUMBER = /^-?\d{1,20}$/;

/** Gathers fields; the first of a name wins, whatever cannot be taken is named. */
export class FieldTableBuilder {
  readonly #fields = new Map<string, number>();
  readonly #reasons: string[] = [];
  #reasonCount = 0;

  /** Takes one field. Counters above 2^53 are rounded to the nearest number JavaScript has. */
  put(name: string, text: string): void {
    if (this.#fields.has(name)) this.skip(`${name}: given twice`);
    else if (WHOLE_NUMBER.test(text)) this.#fields.set(name, Number(text));
    else this.skip(`${name}: "${text}" is not a whole number`);
  }

  skip(reason: string): void {
    this.#reasonCount++;
    if (this.#reasons.length < MAX_REASONS) this.#reasons.push(reason.slice(0, MAX_REASON_LENGTH));
  }

  build(): FieldTable {
    const more = this.#reasonCount - this.#reasons.length;
    return {
      fields: this.#fields,
      skipped: more > 0 ? [...this.#reasons, `and ${more} more`] : this.#reasons,
    };
  }
}

/** A label and what follows it: `TCP: inuse 1` → `TCP`, `["inuse", "1"]`; null without a label. */
export interface LabelledLine {
  readonly label: string;
  readonly tokens: readonly string[];
}

export function splitLabelled(line: string): LabelledLine | null {
  const colon = line.indexOf(":");
  const label = line.slice(0, colon).trim();
  if (colon < 1 || !/^\w+$/.test(label)) return null;
  const rest = line.slice(colon + 1).trim();
  return { label, tokens: rest === "" ? [] : rest.split(/\s+/) };
}

/** Lines of a kernel file. The kernel ends each with a newline: an unended last one is cut off and not trusted. */
export function splitCompleteLines(text: string, table: FieldTableBuilder): string[] {
  const lines = text.split("\n");
  const tail = lines.pop() ?? "";
  if (tail.trim() !== "") table.skip(`last line cut off: ${tail}`);
  else if (lines.length === 0) table.skip("the file is empty");
  return lines;
}

/** Applies a parser to what was read; a file cut at the cap says so in `skipped`. */
export function readFields(reading: FileReading, parse: (text: string) => FieldTable): FieldReading {
  if (reading.status !== "ok") return reading;
  const { fields, skipped } = parse(reading.text);
  const cut = [`the file is larger than ${FIELD_FILE_CAP_BYTES} bytes: the rest was not read`];
  return { status: "ok", fields, skipped: reading.cut ? [...skipped, ...cut] : skipped };
}
