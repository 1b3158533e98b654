/**
 * Errors that say that the server is away, not that a statement is wrong: Node's network codes,
 * PostgreSQL's classes 08, 53, 57P and 58 (appendix A of its manual) and Prisma's P1xxx and P2024.
 */
const CODES =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\d{3}|53\d{3}|57P0\d|58\d{3}|25006|P1\d{3}|P2024)$/;
/** pg gives these no code. */
const MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end|Can't reach database server|server closed the connection/i;
/** Deep enough for Prisma's error over its adapter's over pg's. */
const MAX_DEPTH = 4;

/** Whether trying the same again later may work, since the database could not be used at all. */
export function isDatabaseDown(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return false;
  for (const key of ["code", "originalCode"] as const) {
    const code = (error as Record<string, unknown>)[key];
    if (typeof code === "string" && CODES.test(code)) return true;
  }
  if (error instanceof Error && MESSAGES.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some((inner) => isDatabaseDown(inner, depth + 1));
  return "cause" in error && isDatabaseDown(error.cause, depth + 1);
}
