import { createInterface } from "node:readline/promises";
import { runAgent } from "../agent.js";
import type { AgentConfig } from "../config.js";
import { enrolAgent } from "../enrolment.js";
import { takeSnapshot } from "../snapshot.js";
import { writeStandardOutput } from "../standard-output.js";
import type { Environment } from "./config.js";

/** Ends the command; its message is for people. */
export class StandaloneError extends Error {
  override readonly name = "StandaloneError";
}

/** 128 and the number of SIGINT, as shells report a program that was interrupted. */
const FORCED_EXIT_CODE = 130;

/** Reports until SIGTERM, SIGINT or SIGHUP; a second one ends the process at once. @returns the exit code. */
export async function run(config: AgentConfig): Promise<number> {
  const asked = stopAsked();
  const agent = await runAgent(config);
  await asked;
  await agent.stop();
  return 0;
}

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(FORCED_EXIT_CODE);
        isAsked = true;
        resolve();
      });
    }
  });
}

/** Prints one snapshot of this host. @returns the exit code. */
export async function takeOnce(config: AgentConfig): Promise<number> {
  return print(`${JSON.stringify(await takeSnapshot({ procRoot: config.procRoot }), null, 2)}\n`);
}

/** Writes to standard output. @returns the exit code. @throws StandaloneError when it cannot be written whole. */
export async function print(text: string): Promise<number> {
  const problem = await writeStandardOutput(text);
  if (problem !== null) throw new StandaloneError(problem);
  return 0;
}

/** Has the server of `config` take this host. @returns the exit code. */
export async function enroll(
  config: AgentConfig,
  option: string | undefined,
  env: Environment,
): Promise<number> {
  const outcome = await enrolAgent(config, await readToken(option, env));
  if (!outcome.ok) throw new StandaloneError(outcome.reason);
  return print(
    outcome.isNew
      ? `enrolled as ${outcome.hostName}\n`
      : `already enrolled as ${outcome.hostName}; the token was not used\n`,
  );
}

/** An argument can be read by every user of the host; hence the two other ways. */
async function readToken(option: string | undefined, env: Environment): Promise<string> {
  const token = option === "-" ? await readFirstLine() : (option ?? env.FOURTUPLE_ENROLMENT_TOKEN);
  if (token?.trim()) return token.trim();
  throw new StandaloneError(
    "No enrolment token was given; pipe it in with --token -, or give it as FOURTUPLE_ENROLMENT_TOKEN or with --token.",
  );
}

async function readFirstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return "";
}

/**
 * Gives up root for good, so that what is written belongs to the user that the service runs as. The group is
 * the one of the same name, which the packages make together with the user.
 * @throws StandaloneError when there is no such user or this is not root.
 */
export function becomeUser(name: string): void {
  try {
    process.setgroups?.([]);
    process.setgid?.(name);
    process.setuid?.(name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandaloneError(
      `Cannot become the user ${name}: ${reason}; run this as root, or without --user.`,
    );
  }
}
