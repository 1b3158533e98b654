import { CliError } from "../cli-error.js";
import type { Environment } from "../config.js";
import { readFirstLine } from "../user/read-first-line.js";
import { withOptions } from "./agent.command.js";

export interface EnrollOptions {
  readonly server?: string;
  readonly token?: string;
  readonly identity?: string;
}

/** Makes this host known to a server, once; `fourtuple agent` then just connects. */
export async function runEnrollCommand(env: Environment, options: EnrollOptions): Promise<number> {
  if (process.platform !== "linux")
    throw new CliError(
      `The agent reads the Linux kernel, and this is ${process.platform}: run it on a Linux host.`,
    );
  const { enrolAgent, parseAgentConfig } = await import("@fourtuple/agent");
  const parsed = parseAgentConfig(withOptions(env, options));
  if (!parsed.ok) throw new CliError(parsed.problems.join("\n"));
  const token = await readToken(env, options.token);
  const outcome = await enrolAgent(parsed.config, token);
  if (!outcome.ok) throw new CliError(outcome.reason);
  console.log(
    outcome.isNew
      ? `enrolled as ${outcome.hostName}`
      : `already enrolled as ${outcome.hostName}; the token was not used`,
  );
  return 0;
}

/** An argument can be read by every user of the machine; hence the two other ways. */
async function readToken(env: Environment, option: string | undefined): Promise<string> {
  const token = option === "-" ? await readFirstLine(process.stdin) : option || env.FOURTUPLE_ENROLMENT_TOKEN;
  if (token?.trim()) return token.trim();
  throw new CliError(
    "No enrolment token was given; give one with --token, as FOURTUPLE_ENROLMENT_TOKEN, or pipe it in with --token -.",
  );
}
