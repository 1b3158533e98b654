export {
  type ConnectionCheck,
  type ConnectionFailureCode,
  checkConnection,
  OLDEST_SERVER_MAJOR,
} from "./connection/connection-check.js";
export type { DatabaseLog } from "./connection/log.js";
export { createPool, type PoolOptions } from "./connection/pool.js";
export { createDatabase, type Database, type DatabaseOptions, DatabaseUnavailableError } from "./database.js";
export * from "./generated/client.js";
export { type MigrateOptions, MigrationError, migrate } from "./migrations/migrate.js";
export { MIGRATIONS_DIRECTORY } from "./migrations/migration-files.js";
