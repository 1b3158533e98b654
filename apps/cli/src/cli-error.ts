/** A failure that its one sentence explains: shown without a stack, the process exits with 1. */
export class CliError extends Error {
  override readonly name = "CliError";
}
