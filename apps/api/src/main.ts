import type { AddressInfo } from "node:net";
import { createDatabase, type Database, migrate } from "@fourtuple/database";
import type { NestExpressApplication } from "@nestjs/platform-express";
import type { ApiConfig } from "./config.js";
import { createApp } from "./create-app.js";
import { AgentGateway } from "./modules/ingest/agent-gateway.service.js";
import { RetentionService } from "./modules/ingest/retention.service.js";
import { SetupService } from "./modules/users/setup.service.js";
import { OriginPolicy } from "./platform/auth/origin-policy.js";
import { type Clock, SystemClock } from "./platform/clock/clock.js";
import { createLog, type Log } from "./platform/logging/logger.js";

export interface RunningApi {
  /** Origin under which people open the pages. */
  readonly url: string;
  /** The port that is listened on. */
  readonly port: number;
  /** One-time link that makes the first admin; null once there is one. */
  readonly setupUrl: string | null;
  /** Stores what has come, ends every connection, closes the database. Takes at most 5 s; may be called twice. */
  close(): Promise<void>;
}

/** Parts that tests put in the place of the real ones. */
export interface StartOptions {
  readonly clock?: Clock;
  readonly log?: Log;
}

const CLOSE_MS = 5_000;
const FLUSH_MS = 3_000;

/**
 * Starts the server: connects and migrates the database, then listens.
 *
 * @throws DatabaseUnavailableError or MigrationError of @fourtuple/database; Node's error with code
 * EADDRINUSE, EACCES or EADDRNOTAVAIL when it cannot listen. Nothing is left open then.
 */
export async function startApi(config: ApiConfig, options: StartOptions = {}): Promise<RunningApi> {
  const log = options.log ?? createLog(config.logLevel);
  const clock = options.clock ?? new SystemClock();
  const database = await createDatabase({ url: config.databaseUrl, log });
  try {
    const { applied } = await migrate(database.pool);
    if (applied.length > 0) log.info({ applied }, "the database was migrated");
    const app = await createApp({ config, clock, log, database });
    return await listen(app, config, database, log);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function listen(
  app: NestExpressApplication,
  config: ApiConfig,
  database: Database,
  log: Log,
): Promise<RunningApi> {
  const agents = app.get(AgentGateway, { strict: false });
  const origins = app.get(OriginPolicy);
  const setup = app.get(SetupService, { strict: false });
  try {
    agents.attach(app.getHttpServer());
    // Before anyone can ask: the first login must not race the admin it is for.
    await setup.makeConfiguredAdmin();
    await app.listen(config.port, config.host);
    // Safe: a server that listens on a TCP port has an AddressInfo.
    const { port } = app.getHttpServer().address() as AddressInfo;
    origins.setPort(port);
    const setupUrl = await setup.createLink();
    app.get(RetentionService, { strict: false }).start();
    log.info({ url: origins.publicOrigin(), port }, "listening");
    let closed: Promise<void> | null = null;
    const close = () => {
      closed ??= closeWithin(CLOSE_MS, () => shutDown(app, agents, database), log);
      return closed;
    };
    return { url: origins.publicOrigin(), port, setupUrl, close };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function shutDown(
  app: NestExpressApplication,
  agents: AgentGateway,
  database: Database,
): Promise<void> {
  await agents.stop(FLUSH_MS);
  await app.close();
  await database.close();
}

async function closeWithin(limitMs: number, work: () => Promise<void>, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn("closing took too long; what is left is dropped");
      resolve();
    }, limitMs);
  });
  await Promise.race([work(), limit]);
  clearTimeout(timer);
}
