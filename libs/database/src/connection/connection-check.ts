import pg from "pg";
import { connectionFailure } from "./connection-failures.js";
import { type DatabaseTarget, parseDatabaseUrl } from "./database-url.js";

/** PostgreSQL 14 is the oldest that its project still supports. */
export const OLDEST_SERVER_MAJOR = 14;
const CONNECT_TIMEOUT_MS = 5_000;

export type ConnectionFailureCode =
  | "bad-url"
  | "refused"
  | "unknown-host"
  | "timeout"
  | "auth-failed"
  | "database-missing"
  | "too-old"
  | "not-ready"
  | "failed";

export type ConnectionCheck =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly code: ConnectionFailureCode; readonly reason: string };

/**
 * Connects once and asks for the version.
 *
 * @returns the server's version, or one sentence about what is wrong and what to change. The sentence
 * never holds the password.
 */
export async function checkConnection(url: string): Promise<ConnectionCheck> {
  const parsed = parseDatabaseUrl(url);
  if (!parsed.ok) return { ok: false, code: "bad-url", reason: parsed.reason };
  const client = new pg.Client({
    connectionString: url,
    application_name: "fourtuple",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  });
  // A server that goes away between two messages would otherwise end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await readVersion(client, parsed.target);
  } catch (error) {
    return { ok: false, ...connectionFailure(error, parsed.target) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readVersion(client: pg.Client, target: DatabaseTarget): Promise<ConnectionCheck> {
  const { rows } = await client.query<{ version: string; number: string }>(
    "select current_setting('server_version') as version, current_setting('server_version_num') as number",
  );
  const version = rows[0]?.version ?? "unknown";
  const major = Math.floor(Number(rows[0]?.number ?? 0) / 10_000);
  if (major >= OLDEST_SERVER_MAJOR) return { ok: true, version };
  return {
    ok: false,
    code: "too-old",
    reason: `PostgreSQL at ${target.where} is version ${version}; Fourtuple needs ${OLDEST_SERVER_MAJOR} or newer.`,
  };
}
