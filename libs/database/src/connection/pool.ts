import pg from "pg";
import { parseInt8, parseInt8Array } from "./int8.js";
import { type DatabaseLog, SILENT_LOG } from "./log.js";

const INT8 = pg.types.builtins.INT8;
/** Array types have no name in pg; the OID is fixed in PostgreSQL's pg_type.dat. */
const INT8_ARRAY = 1016;

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") => {
  if (format === "binary") return pg.types.getTypeParser(oid, format);
  if (oid === INT8) return parseInt8;
  if (oid === INT8_ARRAY) return parseInt8Array;
  return pg.types.getTypeParser(oid, "text");
};

export interface PoolOptions {
  readonly url: string;
  /** Connections at most. 10: the node-postgres default. */
  readonly max?: number;
  /** Longest time one statement may run, in ms; 0 for no limit. 30 s by default (judgement). */
  readonly statementTimeoutMs?: number;
  readonly log?: DatabaseLog;
}

/**
 * A pg pool whose int8 and int8[] columns are numbers. Connections are made when first needed.
 * An idle connection that breaks is reported and replaced, never thrown.
 */
export function createPool({
  url,
  max = 10,
  statementTimeoutMs = 30_000,
  log = SILENT_LOG,
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: "fourtuple",
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  pool.on("error", (error) => log.warn(`an idle database connection broke: ${error.message}`));
  return pool;
}
