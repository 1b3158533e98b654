import { randomBytes } from "node:crypto";
import { readTestServer, type TestServer } from "./config.js";
import { databaseUrl, execute } from "./sql.js";

export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Defaults to the server of the global setup. */
  readonly server?: TestServer;
  /** True for a database without tables, to test migrations on. */
  readonly empty?: boolean;
}

/**
 * Makes a database of its own for a suite, migrated and empty of rows. Any number of workers may do so
 * at once.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = options.server ?? readTestServer();
  if (!server) {
    throw new Error(
      "there is no test server: put @fourtuple/testkit/vitest-global-setup into the project's globalSetup",
    );
  }
  const { adminUrl, template } = server;
  const name = `${template}_${randomBytes(6).toString("hex")}`;
  await execute(adminUrl, `create database ${name} template ${options.empty ? "template0" : template}`);
  return {
    url: databaseUrl(adminUrl, name),
    drop: async () => {
      await execute(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}
