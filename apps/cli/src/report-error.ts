import { CliError } from "./cli-error.js";

/** Errors of the packages we start whose message is one sentence for people. */
const SPEAKING_ERRORS = new Set([
  "AgentIdentityError",
  "DatabaseUnavailableError",
  "EmbeddedPostgresError",
  "MigrationError",
]);

const NOT_BUILT = "Fourtuple is not built yet: run npm start, or npm ci and npm run build, first.";

const TOO_FEW_FILES =
  "Fourtuple may not open as many files at once as it needs; raise the limit (ulimit -n 1024) and start again.";

/** What to print on stderr for an error that ended a command. The stack only where asked for. */
export function describeError(error: unknown, wantStack: boolean): string {
  if (!(error instanceof Error)) return `Fourtuple ended with an unexpected error: ${String(error)}`;
  if (error instanceof CliError || SPEAKING_ERRORS.has(error.name)) return error.message;
  if (isMissingBuild(error)) return NOT_BUILT;
  if ("code" in error && error.code === "EMFILE") return TOO_FEW_FILES;
  const message = `Fourtuple ended with an unexpected error: ${error.message}`;
  return wantStack
    ? `${message}\n${error.stack ?? ""}`
    : `${message} (FOURTUPLE_LOG_LEVEL=debug shows where it came from)`;
}

/** A package of ours whose dist folder is not there. */
function isMissingBuild(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ERR_MODULE_NOT_FOUND" && /[/\\](apps|libs)[/\\][^/\\]+[/\\]dist[/\\]/.test(error.message);
}
