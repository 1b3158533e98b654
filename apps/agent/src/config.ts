import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { z } from "zod";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export interface AgentConfig {
  /** Where the server listens, such as `ws://127.0.0.1:4680`; the path of the contract is added to it. */
  readonly serverUrl: string;
  /** The agent's private key; made when it does not exist. */
  readonly identityFile: string;
  /** The proc file system; another place than /proc is a fixture and is read without netlink. */
  readonly procRoot: string;
  readonly intervalMs: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export type AgentConfigResult =
  | { readonly ok: true; readonly config: AgentConfig }
  | { readonly ok: false; readonly problems: string[] };

const server = z
  .string()
  .refine(
    isServerUrl,
    "must be a ws:// or wss:// address without user, query or fragment, such as ws://127.0.0.1:4680",
  )
  .transform((url) => url.replace(/\/+$/, ""));

const absolutePath = z.string().refine(isAbsolute, "must be a path that starts with /");

/** The bounds are those that the server accepts in `hello`. */
const interval = z
  .string()
  .regex(/^\d{1,7}$/, "must be a whole number of milliseconds, such as 1000")
  .transform(Number)
  .refine((ms) => ms >= 100 && ms <= 3_600_000, "must be from 100 to 3600000 milliseconds");

const environment = z.object({
  FOURTUPLE_SERVER: server.prefault("ws://127.0.0.1:4680"),
  FOURTUPLE_IDENTITY_FILE: absolutePath.prefault(() =>
    join(homedir(), ".local", "share", "fourtuple", "agent", "identity"),
  ),
  FOURTUPLE_PROC_ROOT: absolutePath.prefault("/proc"),
  FOURTUPLE_INTERVAL_MS: interval.prefault("1000"),
  FOURTUPLE_LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).prefault("info"),
});

function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return plain && (url.protocol === "ws:" || url.protocol === "wss:");
}

/** Reads the settings from an environment; lists every problem at once, each naming the variable and the fix. */
export function parseAgentConfig(env: Readonly<Record<string, string | undefined>>): AgentConfigResult {
  const given = Object.fromEntries(
    Object.keys(environment.shape).map((name) => [name, env[name]?.trim() || undefined]),
  );
  const result = environment.safeParse(given);
  if (!result.success)
    return { ok: false, problems: result.error.issues.map((issue) => describe(issue, given)) };
  return {
    ok: true,
    config: {
      serverUrl: result.data.FOURTUPLE_SERVER,
      identityFile: result.data.FOURTUPLE_IDENTITY_FILE,
      procRoot: result.data.FOURTUPLE_PROC_ROOT,
      intervalMs: result.data.FOURTUPLE_INTERVAL_MS,
      logLevel: result.data.FOURTUPLE_LOG_LEVEL,
    },
  };
}

function describe(issue: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const name = issue.path.join(".");
  return `${name} ${issue.message}, not "${given[name] ?? ""}".`;
}
