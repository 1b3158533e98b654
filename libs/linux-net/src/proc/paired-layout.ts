import type { FieldTable } from "./field-table.js";
import { parsePairedTable } from "./paired-table.js";

interface Pair {
  /** The line of names, as it was. */
  readonly header: string;
  /** What the line of values begins with, `TcpExt:`. */
  readonly prefix: string;
  /** By column the full name, null for one that nobody wants. */
  readonly columns: readonly (string | null)[];
}

/** Exactly as the kernel writes it: only then do single spaces tell the columns apart as the general parser does. */
const HEADER = /^\w+:(?: \S+)+$/;
const SPACE = 32;
const MINUS = 45;
const ZERO = 48;
/** So many digits are exact however they are added up. */
const EXACT_DIGITS = 15;

/**
 * Reads the same kernel file again and again. The names of /proc/net/snmp and netstat do not change while
 * a kernel runs, and taking them apart is most of the work: they are remembered, and only the numbers are
 * read. Whatever looks different from the time before goes through `parsePairedTable`, with the same result.
 */
export class PairedLayout {
  #pairs: readonly Pair[] | null = null;

  /** @param wanted full names such as `TcpExt.ListenDrops`, others may be left out; null for all. */
  constructor(private readonly wanted: ReadonlySet<string> | null) {}

  parse(text: string): FieldTable {
    const lines = text.split("\n");
    const fields = this.#pairs === null ? null : readPairs(this.#pairs, lines);
    if (fields !== null) return { fields, skipped: [] };
    const table = parsePairedTable(text);
    this.#pairs = table.skipped.length === 0 ? this.#learn(lines) : null;
    return table;
  }

  /** @returns null when there is no line of names, or one that is not written as the kernel does. */
  #learn(lines: readonly string[]): Pair[] | null {
    const pairs: Pair[] = [];
    // The last line is what follows the last newline: nothing.
    for (let index = 0; index + 2 < lines.length; index += 2) {
      const header = lines[index] ?? "";
      if (!HEADER.test(header)) return null;
      const [prefix = "", ...names] = header.split(" ");
      const columns = names.map((name) => `${prefix.slice(0, -1)}.${name}`);
      pairs.push({
        header,
        prefix,
        columns: columns.map((name) => (this.wanted?.has(name) === false ? null : name)),
      });
    }
    return pairs.length > 0 ? pairs : null;
  }
}

function readPairs(pairs: readonly Pair[], lines: readonly string[]): ReadonlyMap<string, number> | null {
  if (lines.length !== pairs.length * 2 + 1 || lines.at(-1) !== "") return null;
  const fields = new Map<string, number>();
  for (let index = 0; index < pairs.length; index++) {
    const pair = pairs[index];
    if (pair === undefined || lines[index * 2] !== pair.header) return null;
    if (!readColumns(pair, lines[index * 2 + 1] ?? "", fields)) return null;
  }
  return fields;
}

/** @returns false when the line is anything else than one number after one space for each column. */
function readColumns({ prefix, columns }: Pair, line: string, into: Map<string, number>): boolean {
  if (!line.startsWith(prefix)) return false;
  let at = prefix.length;
  for (const name of columns) {
    if (line.charCodeAt(at) !== SPACE) return false;
    const start = at + 1;
    at = endOfNumber(line, start);
    if (at === start) return false;
    if (name !== null && !into.has(name)) into.set(name, numberOf(line, start, at));
  }
  return at === line.length;
}

/** @returns the index after the number that begins at `start`, or `start` when there is none. */
function endOfNumber(line: string, start: number): number {
  const first = line.charCodeAt(start) === MINUS ? start + 1 : start;
  let at = first;
  while (line.charCodeAt(at) >= ZERO && line.charCodeAt(at) <= ZERO + 9) at++;
  // The general parser takes up to 20 digits and names what is longer.
  return at === first || at - first > 20 ? start : at;
}

function numberOf(line: string, start: number, end: number): number {
  if (end - start > EXACT_DIGITS || line.charCodeAt(start) === MINUS) return Number(line.slice(start, end));
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + line.charCodeAt(at) - ZERO;
  return value;
}
