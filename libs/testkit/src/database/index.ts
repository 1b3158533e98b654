export type { TestServer } from "./config.js";
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from "./test-database.js";
export { type RunningTestServer, startTestDatabase } from "./test-server.js";
