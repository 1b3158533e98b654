import { type Column, ColumnDecoder } from "./column-decoder.js";
import { columnName, FIXED_COLUMNS, FIXED_LIMITS, type PackLayout } from "./layout.js";

/** Reads columns of a pack by what they are; a reason names the column. */
export class ColumnReader {
  readonly #decoder: ColumnDecoder;

  constructor(
    bytes: Uint8Array,
    private readonly layout: PackLayout,
  ) {
    this.#decoder = new ColumnDecoder(bytes, layout.count);
  }

  /** One of FIXED_COLUMNS. */
  readFixed(column: number): number[] | string {
    const figures = this.#read(column);
    if (typeof figures === "string") return figures;
    const limit = FIXED_LIMITS[column] ?? 0;
    const known = figures.filter((figure): figure is number => figure !== null && figure < limit);
    return known.length === figures.length
      ? known
      : `${columnName(column)}: a figure is missing or not known`;
  }

  readMetrics(ids: readonly number[]): Column[] | string {
    const columns: Column[] = [];
    for (const id of ids) {
      const column = this.#readMetric(id);
      if (typeof column === "string") return column;
      columns.push(column);
    }
    return columns;
  }

  /** A metric that the pack does not have is null throughout. */
  #readMetric(id: number): Column | string {
    const isThere = Number.isInteger(id) && id >= 0 && id < this.layout.metricCount;
    if (isThere) return this.#read(FIXED_COLUMNS.length + id);
    return new Array<null>(this.layout.count).fill(null);
  }

  #read(column: number): Column | string {
    const placed = this.layout.columns[column];
    const figures = placed ? this.#decoder.decode(placed.entry, placed.start) : "it is not there";
    return typeof figures === "string" ? `${columnName(column)}: ${figures}` : figures;
  }
}
