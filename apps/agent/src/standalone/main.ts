import { homedir } from "node:os";
import { type AgentConfig, parseAgentConfig } from "../config.js";
import { readAgentVersion } from "../version.js";
import { HELP, parseArguments } from "./arguments.js";
import { check } from "./check.js";
import { becomeUser, enroll, print, run, StandaloneError, takeOnce } from "./commands.js";
import { type Environment, processEnvironment, withKeyPlace } from "./config.js";

/** The exit code for a command line that makes no sense, as shells have it. */
const USAGE_EXIT_CODE = 2;

/** Runs the command that the command line names. @returns the exit code. */
async function main(args: readonly string[], env: Environment): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed.kind === "help") return print(HELP);
  if (parsed.kind === "version") return print(`${readAgentVersion()}\n`);
  if (parsed.kind === "wrong") {
    process.stderr.write(`${parsed.reason}\n(fourtuple-agent --help lists the commands)\n`);
    return USAGE_EXIT_CODE;
  }
  if (parsed.user !== undefined) becomeUser(parsed.user);
  const config = configOf(withKeyPlace({ ...env, ...parsed.settings }, homedir));
  switch (parsed.command) {
    case "run":
      return run(config);
    case "once":
      return takeOnce(config);
    case "enroll":
      return enroll(config, parsed.token, env);
    case "check":
      return check(config);
  }
}

function configOf(env: Environment): AgentConfig {
  const parsed = parseAgentConfig(env);
  if (!parsed.ok) throw new StandaloneError(parsed.problems.join("\n"));
  return parsed.config;
}

/** What a person is shown: the sentence of an error that is made for people, else what went wrong and where. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const speaks = error instanceof StandaloneError || error.name === "AgentIdentityError";
  return speaks ? error.message : `The agent ended with an unexpected error: ${error.stack ?? error.message}`;
}

// A reader that has seen enough, or a terminal that was closed, must not keep the agent from ending in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

main(process.argv.slice(2), processEnvironment()).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${describe(error)}\n`);
    process.exit(1);
  },
);
