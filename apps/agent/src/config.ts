import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import * as z from "zod/mini";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export interface AgentConfig {
  /** Where the server listens, such as `ws://127.0.0.1:4680`; the path of the contract is added to it. */
  readonly serverUrl: string;
  /** The agent's private key; made when it does not exist. */
  readonly identityFile: string;
  /** The proc file system; another place than /proc is a fixture and is read without netlink. */
  readonly procRoot: string;
  readonly intervalMs: number;
  /** Share of one core that the agent may use: 0.01 is 1 %. */
  readonly cpuBudget: number;
  /** Where what was taken is kept until the server has it. */
  readonly spoolDirectory: string;
  readonly spoolMaxBytes: number;
  /** `all` looks into the other network namespaces of the host too: those of containers and pods. */
  readonly namespaces: (typeof NAMESPACES)[number];
  /** Where a service manager wants to hear that we run, and how often at least; null where there is none. */
  readonly serviceManager: { readonly socket: string; readonly watchdogMs: number | null } | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const NAMESPACES = ["off", "all"] as const;
const DEFAULT_SERVER = "ws://127.0.0.1:4680";

export type AgentConfigResult =
  | { readonly ok: true; readonly config: AgentConfig }
  | { readonly ok: false; readonly problems: string[] };

const server = z.pipe(
  z
    .string()
    .check(
      z.refine(
        isServerUrl,
        "must be a ws:// or wss:// address without user, query or fragment, such as ws://127.0.0.1:4680",
      ),
    ),
  z.transform((url) => url.replace(/\/+$/, "")),
);

const absolutePath = z.string().check(z.refine(isAbsolute, "must be a path that starts with /"));

/** A number that is written like `pattern`, and is what `isAllowed` says. */
function numberLike(
  [pattern, wrongText]: readonly [RegExp, string],
  [isAllowed, wrongNumber]: readonly [(value: number) => boolean, string],
) {
  const text = z.pipe(z.string().check(z.regex(pattern, wrongText)), z.transform(Number));
  return z.pipe(text, z.number().check(z.refine(isAllowed, wrongNumber)));
}

/** A tenth of a percent is what the pulse alone needs. */
const cpuBudget = numberLike(
  [/^(0?\.\d{1,6}|1(\.0{1,6})?)$/, "must be a share of one core, such as 0.01 for 1 %"],
  [(share) => share >= 0.001, "must be from 0.001 to 1"],
);

const MIB = 1024 * 1024;
const spoolMaxBytes = numberLike(
  [/^\d{1,15}$/, "must be a whole number of bytes, such as 67108864"],
  [(bytes) => bytes >= MIB, "must be at least 1048576 bytes"],
);

/** The bounds are those that the server accepts in `hello`. */
const interval = numberLike(
  [/^\d{1,7}$/, "must be a whole number of milliseconds, such as 1000"],
  [(ms) => ms >= 100 && ms <= 3_600_000, "must be from 100 to 3600000 milliseconds"],
);

const environment = z.object({
  FOURTUPLE_SERVER: z.prefault(server, DEFAULT_SERVER),
  FOURTUPLE_IDENTITY_FILE: z.prefault(absolutePath, () =>
    join(homedir(), ".local", "share", "fourtuple", "agent", "identity"),
  ),
  FOURTUPLE_PROC_ROOT: z.prefault(absolutePath, "/proc"),
  FOURTUPLE_INTERVAL_MS: z.prefault(interval, "1000"),
  FOURTUPLE_CPU_BUDGET: z.prefault(cpuBudget, "0.01"),
  FOURTUPLE_SPOOL_DIRECTORY: z.optional(absolutePath),
  FOURTUPLE_SPOOL_MAX_BYTES: z.prefault(spoolMaxBytes, String(64 * MIB)),
  FOURTUPLE_NAMESPACES: z.prefault(z.enum(NAMESPACES, `must be one of ${NAMESPACES.join(", ")}`), "off"),
  FOURTUPLE_LOG_LEVEL: z.prefault(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`), "info"),
});

function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return plain && (url.protocol === "ws:" || url.protocol === "wss:");
}

/**
 * Reads the settings from an environment; lists every problem at once, each naming the variable and the fix.
 * Without FOURTUPLE_SERVER the server is the one that `fourtuple agent enroll` left beside the key.
 */
export function parseAgentConfig(env: Readonly<Record<string, string | undefined>>): AgentConfigResult {
  const given = Object.fromEntries(
    Object.keys(environment.shape).map((name) => [name, env[name]?.trim() || undefined]),
  );
  const result = environment.safeParse(given);
  if (!result.success)
    return { ok: false, problems: result.error.issues.map((issue) => describe(issue, given)) };
  const { data } = result;
  const identityFile = data.FOURTUPLE_IDENTITY_FILE;
  const remembered = given.FOURTUPLE_SERVER === undefined ? readRememberedServer(identityFile) : null;
  if (remembered !== null && !remembered.ok) return remembered;
  return {
    ok: true,
    config: {
      serverUrl: remembered?.url ?? data.FOURTUPLE_SERVER,
      identityFile,
      procRoot: data.FOURTUPLE_PROC_ROOT,
      intervalMs: data.FOURTUPLE_INTERVAL_MS,
      cpuBudget: data.FOURTUPLE_CPU_BUDGET,
      spoolDirectory: data.FOURTUPLE_SPOOL_DIRECTORY ?? join(dirname(identityFile), "spool"),
      spoolMaxBytes: data.FOURTUPLE_SPOOL_MAX_BYTES,
      namespaces: data.FOURTUPLE_NAMESPACES,
      serviceManager: readServiceManager(env),
      logLevel: data.FOURTUPLE_LOG_LEVEL,
    },
  };
}

/** Where `fourtuple agent enroll` notes the address of the server it enrolled at. */
export function rememberedServerFile(identityFile: string): string {
  return `${identityFile}.server`;
}

type Remembered =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problems: string[] };

/** @returns null when nothing was noted, or it cannot be read: the default then tells soon enough. */
function readRememberedServer(identityFile: string): Remembered | null {
  const file = rememberedServerFile(identityFile);
  const text = readText(file)?.trim();
  if (text === undefined || text === "") return null;
  const parsed = server.safeParse(text);
  if (parsed.success) return { ok: true, url: parsed.data };
  return { ok: false, problems: [`${file} holds no server address: enrol again, or set FOURTUPLE_SERVER.`] };
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** sd_notify(3) and sd_watchdog_enabled(3); a watchdog that is meant for another process is not ours to feed. */
function readServiceManager(
  env: Readonly<Record<string, string | undefined>>,
): AgentConfig["serviceManager"] {
  const socket = env.NOTIFY_SOCKET;
  if (socket === undefined || !/^[/@]./.test(socket)) return null;
  const watchdogUs = /^\d{1,15}$/.test(env.WATCHDOG_USEC ?? "") ? Number(env.WATCHDOG_USEC) : 0;
  const isOurs = env.WATCHDOG_PID === undefined || env.WATCHDOG_PID === String(process.pid);
  return { socket, watchdogMs: isOurs && watchdogUs > 0 ? watchdogUs / 1000 : null };
}

function describe(issue: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const name = issue.path.join(".");
  return `${name} ${issue.message}, not "${given[name] ?? ""}".`;
}
