import { isIP } from "node:net";
import { setupRequestSchema } from "@fourtuple/contracts/web";
import { z } from "zod";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Everything the API can be told from outside. */
export interface ApiConfig {
  /** Address to listen on. */
  readonly host: string;
  /** TCP port to listen on; 0 takes any free one. */
  readonly port: number;
  readonly databaseUrl: string;
  /** Folder of the exported web pages; null serves a page that says how to build them. */
  readonly webDir: string | null;
  /** Folder of the agent's packages, which new hosts fetch from here; null hands out none. */
  readonly packagesDir: string | null;
  /** Folder whose `*.pub` files hold the keys of agents that may enrol themselves. */
  readonly trustedAgentKeysDir: string | null;
  /** Origin under which people open the pages; null stands for http://host:port. */
  readonly publicUrl: string | null;
  /** Further origins whose pages may use the API. */
  readonly allowedOrigins: readonly string[];
  /** Addresses or ranges of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** The admin to make at start unless a user with this mail exists. */
  readonly admin: { readonly email: string; readonly password: string } | null;
  readonly retentionDays: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

export type ParsedApiConfig =
  | { readonly ok: true; readonly config: ApiConfig }
  | { readonly ok: false; readonly problems: string[] };

function wholeNumber(from: number, to: number, byDefault: number) {
  const message = `give a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(from, message).max(to, message))
    .default(byDefault);
}

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const bare = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return bare && /^https?:$/.test(url.protocol) ? url.origin : null;
}

function isAddressOrRange(text: string): boolean {
  if (text === "loopback") return true;
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

const ORIGIN_HINT = "give an origin such as https://fourtuple.example.org, without a path";
const origin = z.string().transform((text, context) => {
  const found = originOf(text);
  if (found === null) context.addIssue({ code: "custom", message: ORIGIN_HINT });
  return found ?? "";
});
const proxy = z
  .string()
  .refine(isAddressOrRange, "give addresses, ranges such as 10.0.0.0/8, or the word loopback");
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

const environmentSchema = z.object({
  FOURTUPLE_HOST: z.string().default("127.0.0.1"),
  FOURTUPLE_PORT: wholeNumber(0, 65_535, 4680),
  DATABASE_URL: z
    .string("give the URL of a PostgreSQL database: postgresql://user:password@host:5432/name")
    .regex(/^postgres(ql)?:\/\//, "must begin with postgresql:// and name a PostgreSQL database"),
  FOURTUPLE_WEB_DIR: z.string().optional(),
  FOURTUPLE_PACKAGES_DIR: z.string().optional(),
  FOURTUPLE_TRUSTED_AGENT_KEYS: z.string().optional(),
  FOURTUPLE_PUBLIC_URL: origin.optional(),
  FOURTUPLE_ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
  FOURTUPLE_TRUSTED_PROXIES: list.pipe(z.array(proxy)).default([]),
  FOURTUPLE_ADMIN_EMAIL: z.string().trim().toLowerCase().pipe(setupRequestSchema.shape.email).optional(),
  FOURTUPLE_ADMIN_PASSWORD: setupRequestSchema.shape.password.optional(),
  FOURTUPLE_RETENTION_DAYS: wholeNumber(1, 3650, 7),
  FOURTUPLE_LOG_LEVEL: z.enum(LOG_LEVELS, `give one of ${LOG_LEVELS.join(", ")}`).default("info"),
});

type Environment = z.output<typeof environmentSchema>;

/**
 * Reads the configuration from environment variables; an empty variable counts as not set.
 *
 * @returns the configuration, or every problem at once: the variable and how to mend it. A value is never repeated.
 */
export function parseApiConfig(env: Readonly<Record<string, string | undefined>>): ParsedApiConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const result = environmentSchema.safeParse(set);
  const problems = [
    ...(result.error?.issues ?? []).map((issue) => `${String(issue.path[0])}: ${issue.message}`),
    ...halfAdmin(set),
  ];
  return result.success && problems.length === 0
    ? { ok: true, config: configOf(result.data) }
    : { ok: false, problems };
}

function halfAdmin(set: Readonly<Record<string, string | undefined>>): string[] {
  const names = ["FOURTUPLE_ADMIN_EMAIL", "FOURTUPLE_ADMIN_PASSWORD"];
  const missing = names.filter((name) => set[name] === undefined);
  if (missing.length !== 1) return [];
  return [`${missing[0]}: is needed too, since ${names.find((name) => set[name])} is set`];
}

function configOf(env: Environment): ApiConfig {
  const { FOURTUPLE_ADMIN_EMAIL: email, FOURTUPLE_ADMIN_PASSWORD: password } = env;
  return {
    host: env.FOURTUPLE_HOST,
    port: env.FOURTUPLE_PORT,
    databaseUrl: env.DATABASE_URL,
    webDir: env.FOURTUPLE_WEB_DIR ?? null,
    packagesDir: env.FOURTUPLE_PACKAGES_DIR ?? null,
    trustedAgentKeysDir: env.FOURTUPLE_TRUSTED_AGENT_KEYS ?? null,
    publicUrl: env.FOURTUPLE_PUBLIC_URL ?? null,
    allowedOrigins: env.FOURTUPLE_ALLOWED_ORIGINS,
    trustedProxies: env.FOURTUPLE_TRUSTED_PROXIES,
    admin: email && password ? { email, password } : null,
    retentionDays: env.FOURTUPLE_RETENTION_DAYS,
    logLevel: env.FOURTUPLE_LOG_LEVEL,
  };
}
