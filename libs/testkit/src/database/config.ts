/** Where the databases of one test run come from; set by the global setup, read by every worker. */
export interface TestServer {
  /** Of a database from which others are made and dropped. */
  readonly adminUrl: string;
  /** A migrated database to copy. Nobody may be connected to it while it is copied. */
  readonly template: string;
}

const ADMIN_URL = "FOURTUPLE_TEST_ADMIN_URL";
const TEMPLATE = "FOURTUPLE_TEST_TEMPLATE";

/** @returns the server of this test run, or null when none has been started. */
export function readTestServer(): TestServer | null {
  const { [ADMIN_URL]: adminUrl, [TEMPLATE]: template } = process.env;
  return adminUrl && template ? { adminUrl, template } : null;
}

/** Lets workers and child processes started from now on find the server; null takes it back. */
export function publishTestServer(server: TestServer | null): void {
  delete process.env[ADMIN_URL];
  delete process.env[TEMPLATE];
  if (server) Object.assign(process.env, { [ADMIN_URL]: server.adminUrl, [TEMPLATE]: server.template });
}

/** A server of the developer's own, used instead of the embedded one. Its role must be able to create databases. */
export function readOwnServerUrl(): string | null {
  return process.env.TEST_DATABASE_URL || null;
}
