import { join } from "node:path";
import { CliError } from "../cli-error.js";
import type { Settings } from "../config.js";
import type { CloseStack } from "./close-stack.js";

export interface DatabaseServer {
  readonly url: string;
  /** Such as "PostgreSQL 18.4, built in". */
  readonly description: string;
  /** Resolves with a sentence when the built-in server ends without being asked to; else never. */
  readonly lost: Promise<string>;
}

const STOP_LIMIT_MS = 15_000;

/** Checks the server that DATABASE_URL names, or starts the built-in one. Its tables are the API's affair. */
export function openDatabaseServer(
  settings: Settings,
  stack: CloseStack,
  warn: (line: string) => void,
): Promise<DatabaseServer> {
  return settings.databaseUrl === null
    ? startEmbedded(settings.dataDir, stack, warn)
    : checkExternal(settings.databaseUrl);
}

async function checkExternal(url: string): Promise<DatabaseServer> {
  const { checkConnection } = await import("@fourtuple/database");
  const check = await checkConnection(url);
  if (!check.ok) throw new CliError(check.reason);
  return {
    url,
    description: `PostgreSQL ${check.version}, by DATABASE_URL`,
    lost: new Promise(() => undefined),
  };
}

async function startEmbedded(
  dataDir: string,
  stack: CloseStack,
  warn: (line: string) => void,
): Promise<DatabaseServer> {
  const { startEmbeddedPostgres } = await import("@fourtuple/database/embedded");
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, "postgres"), log: { warn } });
  stack.push({ name: "PostgreSQL", limitMs: STOP_LIMIT_MS, close: () => postgres.stop() });
  const lost = postgres.died.then(
    ({ code, signal }) => `The built-in PostgreSQL ended unexpectedly (${signal ?? `exit code ${code}`}).`,
  );
  return { url: postgres.url, description: `PostgreSQL ${postgres.version}, built in`, lost };
}
