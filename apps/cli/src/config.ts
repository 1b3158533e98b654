import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where Fourtuple listens and keeps its data. */
export interface Settings {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly dataDir: string;
  /** null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The settings of this process; no other file of the command line reads them. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Reads the settings that `up` and `user` need before anything else is loaded; lists every problem at once. */
export function parseSettings(env: Environment, homeDir: string = findHomeDir()): SettingsResult {
  const problems: string[] = [];
  const portText = env.FOURTUPLE_PORT?.trim() || "4680";
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN;
  if (!(port <= 65_535))
    problems.push(`FOURTUPLE_PORT must be a whole number from 0 to 65535, not "${portText}".`);
  if (problems.length > 0) return { ok: false, problems };
  const host = env.FOURTUPLE_HOST?.trim() || "127.0.0.1";
  const databaseUrl = env.DATABASE_URL?.trim() || null;
  return { ok: true, settings: { host, port, databaseUrl, dataDir: resolveDataDir(env, homeDir) } };
}

/** An empty HOME names no folder, and what is relative to it would lie wherever the command was called. */
function findHomeDir(): string {
  return homedir() || userInfo().homedir;
}

/**
 * FOURTUPLE_DATA_DIR, else the place the XDG base directory specification gives a user's own data.
 * The same rule for root, so that a clone started by root writes nowhere else than below root's home.
 */
export function resolveDataDir(env: Environment, homeDir: string): string {
  const chosen = env.FOURTUPLE_DATA_DIR?.trim();
  if (chosen) return resolve(chosen);
  const xdg = env.XDG_DATA_HOME?.trim();
  // The specification: a relative XDG_DATA_HOME is invalid and must be ignored.
  const base = xdg && isAbsolute(xdg) ? xdg : join(homeDir, ".local", "share");
  return join(base, "fourtuple");
}

/** The user interface as the build leaves it beside this package. */
export const builtWebDir = fileURLToPath(new URL("../../web/out", import.meta.url));

/** The agent's packages as `npm run package` leaves them, in a clone and in an image. */
export const builtPackagesDir = fileURLToPath(new URL("../../../dist/packages", import.meta.url));

/** What the API is told: the caller's environment, with our defaults and the database that we chose. */
export function apiEnvironment(env: Environment, settings: Settings, databaseUrl: string): Environment {
  return {
    FOURTUPLE_WEB_DIR: builtWebDir,
    FOURTUPLE_PACKAGES_DIR: builtPackagesDir,
    FOURTUPLE_TRUSTED_AGENT_KEYS: agentDir(settings.dataDir),
    FOURTUPLE_LOG_LEVEL: "warn",
    ...env,
    FOURTUPLE_HOST: settings.host,
    FOURTUPLE_PORT: String(settings.port),
    DATABASE_URL: databaseUrl,
  };
}

/** What the agent is told: where to report, and nothing that only the server, or who runs it, needs to know. */
export function agentEnvironment(env: Environment, settings: Settings, serverUrl: string): Environment {
  const {
    DATABASE_URL: _database,
    FOURTUPLE_ADMIN_EMAIL: _email,
    FOURTUPLE_ADMIN_PASSWORD: _password,
    // A service manager that watches `up` is not to hear from its child.
    NOTIFY_SOCKET: _socket,
    WATCHDOG_USEC: _watchdog,
    WATCHDOG_PID: _watched,
    ...rest
  } = env;
  return {
    FOURTUPLE_LOG_LEVEL: "warn",
    ...rest,
    FOURTUPLE_SERVER: serverUrl,
    FOURTUPLE_IDENTITY_FILE: join(agentDir(settings.dataDir), "identity"),
    FOURTUPLE_SUPERVISED: "1",
  };
}

/** Whether our own start script or `up` started this process, with a channel to it that closes when it dies. */
export function isSupervised(env: Environment): boolean {
  return env.FOURTUPLE_SUPERVISED === "1";
}

/** Holds the identity of the built-in agent, private, and its public key, which the API trusts. */
export function agentDir(dataDir: string): string {
  return join(dataDir, "agent");
}

/** Where a program on this machine reaches a server that listens on `host`. */
export function agentServerUrl(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `ws://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/** Whether only this machine can connect to what listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
