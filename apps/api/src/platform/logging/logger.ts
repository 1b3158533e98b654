import type { LoggerService } from "@nestjs/common";
import { pino } from "pino";
import type { ApiConfig } from "../../config.js";

export type Log = pino.Logger;

/** Injection token of the `Log`. */
export const LOG = Symbol("Log");

const STANDARD_ERROR = 2;

/** One JSON object a line on standard error: standard output stays free for what people read. */
export function createLog(level: ApiConfig["logLevel"]): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: STANDARD_ERROR, sync: true }),
  );
}

/** Nest's own messages as log lines; what it says about each module and route is for debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly root: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write("debug", message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write("trace", message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write("trace", message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write("warn", message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write("error", message, rest);
  }

  private write(
    level: "trace" | "debug" | "warn" | "error",
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const context = rest.at(-1);
    if (message instanceof Error) this.root[level]({ context, err: message }, message.message);
    else this.root[level]({ context }, String(message));
  }
}
