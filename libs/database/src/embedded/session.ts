import pg from "pg";
import { SUPERUSER } from "./cluster.js";
import type { DataDirectory } from "./data-directory.js";

const DATABASE = "fourtuple";
const CONNECT_TIMEOUT_MS = 5_000;

export function serverUrl({ secret }: DataDirectory, port: number, database = DATABASE): string {
  return `postgresql://${SUPERUSER}:${secret}@127.0.0.1:${port}/${database}`;
}

/**
 * Asks a server, which must be ours, for its version, and makes our database where it is missing.
 *
 * @throws an error of `pg` when nothing of ours answers there
 */
export async function openSession(directory: DataDirectory, port: number): Promise<{ version: string }> {
  const client = new pg.Client({
    connectionString: serverUrl(directory, port, "postgres"),
    application_name: "fourtuple-launcher",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; cluster: string; present: boolean }>(
      `select current_setting('server_version') as version, current_setting('data_directory') as cluster,
              exists (select from pg_database where datname = $1) as present`,
      [DATABASE],
    );
    const [row] = rows;
    if (row?.cluster !== directory.cluster) {
      throw new Error(`the server on port ${port} works in another directory`);
    }
    if (!row.present) await client.query(`create database ${DATABASE}`);
    return { version: row.version };
  } finally {
    await client.end().catch(() => undefined);
  }
}
