export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from "./errors.js";
export type { ServerExit } from "./server-process.js";
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./start.js";
