/** What this package has to say; pino's and Nest's loggers fit. */
export interface DatabaseLog {
  warn(message: string): void;
}

export const SILENT_LOG: DatabaseLog = { warn: () => undefined };
