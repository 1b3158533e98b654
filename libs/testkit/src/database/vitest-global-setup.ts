import { publishTestServer, readTestServer } from "./config.js";
import { startTestDatabase } from "./test-server.js";

/**
 * Vitest's `globalSetup`: one PostgreSQL for the whole run. Several projects may name it, and the first
 * one that runs starts it.
 *
 * @returns the teardown, for the project that started it
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (readTestServer()) return undefined;
  const server = await startTestDatabase();
  publishTestServer(server);
  return async () => {
    publishTestServer(null);
    await server.stop();
  };
}
