import { fileURLToPath } from "node:url";
import { CliError } from "../cli-error.js";
import {
  agentEnvironment,
  agentServerUrl,
  apiEnvironment,
  type Environment,
  isSupervised,
  parseSettings,
  type Settings,
} from "../config.js";
import { superviseAgent } from "../up/agent-child.js";
import { type CloseStack, createCloseStack } from "../up/close-stack.js";
import { prepareDataDirectory } from "../up/data-directory.js";
import { openDatabaseServer } from "../up/database-server.js";
import { describeExposure, describeReady } from "../up/messages.js";
import { assertPortIsFree } from "../up/port-check.js";
import { acquireRunLock, describeHolder, type RunLock } from "../up/run-lock.js";
import { FORCED_EXIT_CODE, listenForStop } from "../up/stop-signals.js";
import { readVersion } from "../version.js";

const API_STOP_LIMIT_MS = 8_000;
const AGENT_STOP_LIMIT_MS = 5_000;
/** Time for the requests to stop to go out (judgement). */
const FORCED_EXIT_DELAY_MS = 500;

export interface UpOptions {
  /** false: no agent for this machine. */
  readonly agent: boolean;
}

const warn = (line: string): void => console.error(line);

/** Runs the server until it is asked to stop; returns the exit code. */
export async function runUp(env: Environment, options: UpOptions): Promise<number> {
  const stack = createCloseStack(warn);
  let abandoned: Promise<void> | null = null;
  const force = (): void => {
    warn("Stopping at once.");
    abandoned = stack.abandon();
    setTimeout(() => process.exit(FORCED_EXIT_CODE), FORCED_EXIT_DELAY_MS);
  };
  const stop = listenForStop({ force, supervised: isSupervised(env) });
  try {
    const database = await openAll(env, options, stack, stop.signal);
    const reason = await Promise.race([stop.requested, database.lost]);
    if (typeof reason === "string") throw new CliError(`${reason} Start again: it recovers the data.`);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    await stack.closeAll();
    await abandoned;
  }
  return abandoned === null ? 0 : FORCED_EXIT_CODE;
}

async function openAll(env: Environment, options: UpOptions, stack: CloseStack, stopping: AbortSignal) {
  const parsed = parseSettings(env);
  if (!parsed.ok) throw new CliError(parsed.problems.join("\n"));
  const { settings } = parsed;
  await prepareDataDirectory(settings.dataDir);
  const lock = takeDataDirectory(settings, stack);
  await assertPortIsFree(settings.host, settings.port);
  stopping.throwIfAborted();
  const exposure = describeExposure(settings.host, env.FOURTUPLE_PUBLIC_URL);
  if (exposure !== null) warn(exposure);
  // Loading the API takes about as long as PostgreSQL takes to start: both at once.
  const loading = import("@fourtuple/api");
  loading.catch(() => undefined);
  const database = await openDatabaseServer(settings, stack, warn);
  lock.noteDatabase(database.url);
  stopping.throwIfAborted();
  const server = await startApi(await loading, env, settings, database.url, stack);
  const noAgentBecause = startAgent(env, options, settings, server.port, stack);
  console.log(
    describeReady({
      version: readVersion(),
      url: server.url,
      setupUrl: server.setupUrl,
      dataDir: settings.dataDir,
      database: database.description,
      noAgentBecause,
      readyAfterMs: performance.now(),
    }),
  );
  return database;
}

function takeDataDirectory(settings: Settings, stack: CloseStack): RunLock {
  const lock = acquireRunLock(settings.dataDir, `http://${settings.host}:${settings.port}`);
  if (!lock.ok) throw new CliError(describeHolder(settings.dataDir, lock.holder));
  stack.push({ name: "the lock", limitMs: 1_000, close: lock.release });
  return lock;
}

type Api = typeof import("@fourtuple/api");

async function startApi(
  { parseApiConfig, startApi: start }: Api,
  env: Environment,
  settings: Settings,
  databaseUrl: string,
  stack: CloseStack,
) {
  const parsed = parseApiConfig(apiEnvironment(env, settings, databaseUrl));
  if (!parsed.ok) throw new CliError(parsed.problems.join("\n"));
  const server = await start(parsed.config);
  stack.push({ name: "the API", limitMs: API_STOP_LIMIT_MS, close: () => server.close() });
  return server;
}

/** Starts the agent of this machine; returns why there is none, or null. */
function startAgent(
  env: Environment,
  options: UpOptions,
  settings: Settings,
  port: number,
  stack: CloseStack,
): string | null {
  if (!options.agent) return "none, as asked by --no-agent";
  if (process.platform !== "linux")
    return `none: it reads the Linux kernel and this is ${process.platform}; run it on your Linux hosts`;
  const agent = superviseAgent({
    script: fileURLToPath(new URL("../../bin/fourtuple.mjs", import.meta.url)),
    args: ["agent"],
    env: agentEnvironment(env, settings, agentServerUrl(settings.host, port)),
    warn,
  });
  stack.push({ name: "the agent", limitMs: AGENT_STOP_LIMIT_MS, close: agent.stop, abandon: agent.kill });
  return null;
}
