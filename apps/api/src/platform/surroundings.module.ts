import type { Database } from "@fourtuple/database";
import { type DynamicModule, Global, Module } from "@nestjs/common";
import type { ApiConfig } from "../config.js";
import { Clock } from "./clock/clock.js";
import { CONFIG } from "./config.token.js";
import { DATABASE } from "./database/database.token.js";
import { LOG, type Log } from "./logging/logger.js";

/** What the server is started with. It is there before Nest starts and after Nest has stopped. */
export interface Surroundings {
  readonly config: ApiConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
}

@Global()
@Module({})
class SurroundingsModule {}

/** Lets every module ask for the configuration, the clock, the log and the database. */
export function surroundingsModule({ config, clock, log, database }: Surroundings): DynamicModule {
  const providers = [
    { provide: CONFIG, useValue: config },
    { provide: Clock, useValue: clock },
    { provide: LOG, useValue: log },
    { provide: DATABASE, useValue: database },
  ];
  return { module: SurroundingsModule, providers, exports: providers.map(({ provide }) => provide) };
}
