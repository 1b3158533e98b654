import type { ConnectionFailureCode } from "./connection-check.js";
import type { DatabaseTarget } from "./database-url.js";

type Failure = { readonly code: ConnectionFailureCode; readonly reason: string };
type Describe = (target: DatabaseTarget) => Failure;

const authFailed: Describe = ({ user, where }) => ({
  code: "auth-failed",
  reason: `PostgreSQL at ${where} refused the user "${user}"; check the user and password in DATABASE_URL.`,
});

const timedOut: Describe = ({ where }) => ({
  code: "timeout",
  reason: `PostgreSQL at ${where} did not answer in time; check the host, the port and any firewall between.`,
});

const unknownHost: Describe = ({ where }) => ({
  code: "unknown-host",
  reason: `The host of ${where} is not known; check the host name in DATABASE_URL.`,
});

/** By Node's error code or PostgreSQL's SQLSTATE (PostgreSQL documentation, appendix A). */
const FAILURES: Readonly<Record<string, Describe>> = {
  ECONNREFUSED: ({ where }) => ({
    code: "refused",
    reason: `Nothing listens at ${where}; start PostgreSQL there or correct the host and port in DATABASE_URL.`,
  }),
  ENOENT: ({ where }) => ({ code: "refused", reason: `There is no PostgreSQL socket at ${where}.` }),
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ETIMEDOUT: timedOut,
  EHOSTUNREACH: timedOut,
  ENETUNREACH: timedOut,
  "28P01": authFailed,
  "28000": authFailed,
  "3D000": ({ database, where }) => ({
    code: "database-missing",
    reason: `PostgreSQL at ${where} has no database "${database}"; create it or name another in DATABASE_URL.`,
  }),
  "57P03": ({ where }) => ({
    code: "not-ready",
    reason: `PostgreSQL at ${where} is starting up or shutting down; try again in a moment.`,
  }),
};

/** Turns an error of `pg` into one sentence that says what to change. */
export function connectionFailure(error: unknown, target: DatabaseTarget): Failure {
  const { code, message } = fieldsOf(error);
  const known = FAILURES[code];
  if (known) return known(target);
  if (/timeout/i.test(message)) return timedOut(target);
  if (/password must be a string|no password/i.test(message)) return authFailed(target);
  return { code: "failed", reason: `Connecting to PostgreSQL at ${target.where} failed: ${message}.` };
}

/** Several addresses of one name fail as an AggregateError that has no message of its own. */
function fieldsOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (error instanceof AggregateError && !code) return fieldsOf(error.errors[0]);
  return { code, message: error.message || code };
}
