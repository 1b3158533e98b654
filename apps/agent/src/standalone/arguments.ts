import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Environment } from "./config.js";

const COMMANDS = ["run", "once", "enroll", "check"] as const;

export type Command = (typeof COMMANDS)[number];

export type Arguments =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly reason: string }
  | {
      readonly kind: "command";
      readonly command: Command;
      /** Settings that win over the environment. */
      readonly settings: Environment;
      /** As given; `-` stands for standard input. */
      readonly token: string | undefined;
      /** Name of the user to become before anything is read or written. */
      readonly user: string | undefined;
    };

export const HELP = `fourtuple-agent: every TCP socket state of this host, to a Fourtuple server

  fourtuple-agent run       watch this host and report, until stopped
  fourtuple-agent once      print one snapshot as JSON and end
  fourtuple-agent enroll    make this host's key and have a server take it, by a one-use token
  fourtuple-agent check     say what this agent can see here, what not, and why

  --server URL      server to report to, such as wss://fourtuple.example (FOURTUPLE_SERVER)
  --identity FILE   private key of this host, made when missing (FOURTUPLE_IDENTITY_FILE)
  --interval MS     time between two samples (FOURTUPLE_INTERVAL_MS)
  --token TOKEN     enroll: the token, or - for standard input (FOURTUPLE_ENROLMENT_TOKEN)
  --user NAME       as root: become this user, and the group of that name, first
  --version, --help
`;

const OPTIONS = {
  server: { type: "string" },
  identity: { type: "string" },
  interval: { type: "string" },
  token: { type: "string" },
  user: { type: "string" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Reads a command line, without the names of the program before it. */
export function parseArguments(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (values.help) return { kind: "help" };
    if (values.version) return { kind: "version" };
    const [name = "", ...more] = positionals;
    const command = COMMANDS.find((known) => known === name);
    if (command === undefined || more.length > 0) return { kind: "wrong", reason: strayWords(name, more) };
    const chosen = {
      FOURTUPLE_SERVER: values.server,
      FOURTUPLE_IDENTITY_FILE: values.identity && resolve(values.identity),
      FOURTUPLE_INTERVAL_MS: values.interval,
    };
    const settings = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
    return { kind: "command", command, settings, token: values.token, user: values.user };
  } catch (error) {
    return { kind: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}

function strayWords(name: string, more: readonly string[]): string {
  if (name === "") return `Say what to do: ${COMMANDS.join(", ")}.`;
  if (more.length > 0) return `Only one command at a time, not also: ${more.join(" ")}.`;
  return `There is no command "${name}"; there are ${COMMANDS.join(", ")}.`;
}
