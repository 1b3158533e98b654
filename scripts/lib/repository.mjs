import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A stop that needs one sentence and no stack. */
export class Failure extends Error {
  exitCode = 1;
}

/** The person stopped us: Ctrl-C or a signal. */
export class Interrupted extends Failure {
  // What a shell reports for a program ended by Ctrl-C.
  exitCode = 130;
}

/** Prints a Failure as its sentence and anything else whole; either way the exit code tells of it. */
export function reportFailure(error) {
  process.stderr.write(error instanceof Failure ? `${error.message}\n` : `${error.stack}\n`);
  process.exitCode = error.exitCode ?? 1;
}
