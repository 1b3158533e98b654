import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { checkConnection } from "./connection/connection-check.js";
import { type DatabaseLog, SILENT_LOG } from "./connection/log.js";
import { createPool } from "./connection/pool.js";
import { PrismaClient } from "./generated/client.js";

/** Both ways to one database: Prisma for what is relational, the pool for samples. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** Waits for running queries, then closes every connection. May be called twice. */
  close(): Promise<void>;
}

/** The database cannot be used; the message is one sentence for people. */
export class DatabaseUnavailableError extends Error {
  override readonly name = "DatabaseUnavailableError";
}

export interface DatabaseOptions {
  readonly url: string;
  readonly log?: DatabaseLog;
}

/** Connections Prisma may hold beside the pool's ten (judgement: logins and page loads, not samples). */
const PRISMA_CONNECTIONS = 5;

/**
 * Connects to `url` and makes sure that the server answers. Does not migrate.
 *
 * @throws DatabaseUnavailableError when it cannot be reached or used.
 */
export async function createDatabase({ url, log = SILENT_LOG }: DatabaseOptions): Promise<Database> {
  const check = await checkConnection(url);
  if (!check.ok) throw new DatabaseUnavailableError(check.reason);
  const pool = createPool({ url, log });
  const prismaPool = createPool({ url, log, max: PRISMA_CONNECTIONS });
  const prisma = new PrismaClient({ adapter: new PrismaPg(prismaPool) });
  let closed: Promise<void> | null = null;
  const close = async () => {
    await prisma.$disconnect();
    await Promise.all([pool.end(), prismaPool.end()]);
  };
  return {
    prisma,
    pool,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
