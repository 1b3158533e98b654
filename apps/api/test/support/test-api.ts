import { createPool } from "@fourtuple/database";
import { createTestDatabase } from "@fourtuple/testkit/database";

import { pino } from "pino";
import { expect, vi } from "vitest";
import { type ApiConfig, parseApiConfig } from "../../src/config.js";
import { type RunningApi, startApi } from "../../src/main.js";
import { Clock } from "../../src/platform/clock/clock.js";

/** A clock that runs, and that a test may push ahead. */
export class TestClock extends Clock {
  private aheadMs = 0;

  advance(ms: number): void {
    this.aheadMs += ms;
  }

  nowMs(): number {
    return Date.now() + this.aheadMs;
  }

  monotonicMs(): number {
    return performance.now() + this.aheadMs;
  }
}

export const ADMIN = { email: "admin@example.org", password: "correct horse battery" };

export interface TestApi extends RunningApi {
  readonly clock: TestClock;
  readonly databaseUrl: string;
  /** Everything the server logged, one JSON object a line. */
  readonly logged: () => string;
  /** Runs SQL on the server's database, on a connection of the test's own. */
  query<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Waits until the query finds something. */
  waitForRow(sql: string, values?: unknown[]): Promise<void>;
  /** Ends the server and removes its database. */
  dispose(): Promise<void>;
}

export interface TestApiOptions {
  readonly config?: Partial<ApiConfig>;
  /** Without this there is an admin, ADMIN. */
  readonly withoutAdmin?: boolean;
  /** Puts something between the server and its database. @returns the URL the server is to use */
  readonly through?: (databaseUrl: string) => Promise<string>;
}

/** A server of its own on any port, over a database of its own. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const url = options.through ? await options.through(database.url) : database.url;
  const parsed = parseApiConfig({
    DATABASE_URL: url,
    FOURTUPLE_PORT: "0",
    FOURTUPLE_LOG_LEVEL: "debug",
  });
  if (!parsed.ok) throw new Error(parsed.problems.join("; "));
  const admin = options.withoutAdmin ? null : ADMIN;
  const clock = new TestClock();
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => lines.push(line) });
  const api = await startApi({ ...parsed.config, admin, ...options.config }, { clock, log });
  const pool = createPool({ url: database.url, max: 2 });
  const query = async <T extends object>(sql: string, values?: unknown[]) =>
    (await pool.query<T>(sql, values)).rows;
  return {
    ...api,
    clock,
    databaseUrl: database.url,
    logged: () => lines.join(""),
    query,
    waitForRow: (sql, values) =>
      vi.waitFor(async () => expect(await query(sql, values)).not.toEqual([]), 5_000),
    dispose: async () => {
      await api.close();
      await pool.end();
      await database.drop();
    },
  };
}
