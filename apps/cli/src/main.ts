import { Command, Option } from "commander";
import { runAgentCommand } from "./commands/agent.command.js";
import { runEnrollCommand } from "./commands/enroll.command.js";
import { runUp } from "./commands/up.command.js";
import { ROLES, runUserAdd, runUserList, runUserPassword } from "./commands/user.command.js";
import { type Environment, processEnvironment } from "./config.js";
import { describeError } from "./report-error.js";
import { readVersion } from "./version.js";

const SETTINGS_HELP = `
Settings, by environment:
  FOURTUPLE_PORT      port to listen on (4680)
  FOURTUPLE_HOST      address to listen on (127.0.0.1: this machine only)
  FOURTUPLE_DATA_DIR  data directory ($XDG_DATA_HOME/fourtuple, else ~/.local/share/fourtuple)
  DATABASE_URL        a PostgreSQL server of your own, in place of the built-in one`;

const AGENT_SETTINGS_HELP = `
Settings, by environment:
  FOURTUPLE_CPU_BUDGET       share of one core that it may use (0.01: 1 %)
  FOURTUPLE_SPOOL_DIRECTORY  where samples wait for the server (spool, beside the key)
  FOURTUPLE_SPOOL_MAX_BYTES  what they may take there (67108864); the oldest give way
  FOURTUPLE_NAMESPACES       all: look into the other network namespaces of the host too (off)`;

/** Runs one command of `fourtuple` and ends the process. */
export async function main(args: readonly string[]): Promise<void> {
  const env = processEnvironment();
  // A terminal that was closed, or a reader that has seen enough, must not keep us from ending in order.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  try {
    await createProgram(env, process.exit).parseAsync([...args], { from: "user" });
  } catch (error) {
    process.stderr.write(`${describeError(error, env.FOURTUPLE_LOG_LEVEL === "debug")}\n`);
    process.exit(1);
  }
}

/** The commands and their options; `exit` gets the exit code of the one that ran. */
export function createProgram(env: Environment, exit: (code: number) => void): Command {
  const program = new Command("fourtuple")
    .description("Every TCP socket state of your fleet, live and over time.")
    .version(readVersion(), "-V, --version")
    .addHelpText("after", SETTINGS_HELP)
    .showHelpAfterError("(fourtuple --help lists the commands)");
  program
    .command("up")
    .description("run the server, its database and the agent of this machine, until Ctrl-C")
    .option("--no-agent", "run no agent for this machine")
    .addHelpText("after", SETTINGS_HELP)
    .action(async (options) => exit(await runUp(env, options)));
  addAgentCommand(program, env, exit);
  addUserCommand(program, env, exit);
  return program;
}

function addAgentCommand(program: Command, env: Environment, exit: (code: number) => void): void {
  const agent = program
    .command("agent")
    .description("watch this Linux host and report to a server, or print one snapshot")
    .option(
      "--once",
      "print one snapshot and end: states, listeners, who holds the sockets, counters, settings",
    )
    .addOption(new Option("--format <format>", "how --once prints").choices(["json"]).default("json"))
    .option("--server <url>", "server to report to, such as ws://127.0.0.1:4680 (FOURTUPLE_SERVER)")
    .option("--identity <file>", "private key of this agent, made when missing (FOURTUPLE_IDENTITY_FILE)")
    .option("--interval <ms>", "time between two samples (FOURTUPLE_INTERVAL_MS)")
    .addHelpText("after", AGENT_SETTINGS_HELP)
    .action(async (options) => exit(await runAgentCommand(env, options)));
  agent
    .command("enroll")
    .description("make this host's key and have a server take it for a host, by a one-use token")
    .option("--server <url>", "server to enrol at, such as wss://fourtuple.example (FOURTUPLE_SERVER)")
    .option("--token <token>", "the token, or - for standard input (FOURTUPLE_ENROLMENT_TOKEN)")
    .option("--identity <file>", "private key of this agent, made when missing (FOURTUPLE_IDENTITY_FILE)")
    // The command above has --server and --identity too, and takes them first, wherever they stand.
    .action(async (_own, command) => exit(await runEnrollCommand(env, command.optsWithGlobals())));
}

function addUserCommand(program: Command, env: Environment, exit: (code: number) => void): void {
  const user = program
    .command("user")
    .description("make users and set passwords, also while the server runs")
    .addHelpText(
      "after",
      "\nPasswords are asked for, or read from standard input; never given as an argument.",
    );
  user
    .command("add <email>")
    .description("make a user")
    .addOption(new Option("--role <role>", "what the user may do").choices([...ROLES]).default("admin"))
    .action(async (email, options) => exit(await runUserAdd(env, email, options.role)));
  user
    .command("password <email>")
    .description("set a user's password and end the user's sessions")
    .action(async (email) => exit(await runUserPassword(env, email)));
  user
    .command("list")
    .description("list the users")
    .action(async () => exit(await runUserList(env)));
}
