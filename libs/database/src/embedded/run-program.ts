import { spawn } from "node:child_process";
import type { Launch } from "./launch.js";

export interface ProgramResult {
  /** Null when the program could not be started or was ended by a signal. */
  readonly exitCode: number | null;
  /** Standard output and error, the last 16 kB. */
  readonly output: string;
}

/** Locale C keeps PostgreSQL's messages in the words we look for; nothing else is inherited. */
export const PROGRAM_ENV = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
};

const OUTPUT_LIMIT = 16_384;
/** initdb takes a second or two; a slow disk may need many times that (judgement). */
const TIMEOUT_MS = 180_000;

/** The command line that runs `program` the way `launch` says. */
export function commandLine(launch: Launch, program: string, args: readonly string[]) {
  const [file, ...rest] = [...launch.prefix, program, ...args];
  return { file: file ?? program, args: rest, ids: launch.ids };
}

/** Runs a program to its end, without a shell. Resolves always. */
export function runProgram(launch: Launch, program: string, args: readonly string[]): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawnProgram(launch, program, args);
    if (child instanceof Error) return resolve({ exitCode: null, output: child.message });
    let output = "";
    const take = (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-OUTPUT_LIMIT);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", (error) => resolve({ exitCode: null, output: error.message }));
    child.once("close", (exitCode) => resolve({ exitCode, output: output.trim() }));
  });
}

/** Node throws where it may not change the user, and reports other failures by an event. */
function spawnProgram(launch: Launch, program: string, args: readonly string[]) {
  const command = commandLine(launch, program, args);
  try {
    return spawn(command.file, command.args, {
      ...command.ids,
      env: PROGRAM_ENV,
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIMEOUT_MS,
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
