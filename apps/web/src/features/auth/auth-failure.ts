import { ApiError } from "../../lib/api/api-error";

/** Why a login or a setup brought no session, as far as the page has words of its own for it. */
export type AuthFailure =
  | { readonly kind: "wrong" }
  /** The setup link is used up or too old. */
  | { readonly kind: "spent" }
  /** There is an admin already. */
  | { readonly kind: "done" }
  | { readonly kind: "throttled"; readonly untilMs: number }
  | { readonly kind: "unreachable" }
  | { readonly kind: "field"; readonly field: string; readonly message: string }
  | { readonly kind: "failed"; readonly detail: string };

/** Judgement: what to wait when the server says "too many" without saying how long. */
const DEFAULT_WAIT_MS = 30_000;

export function authFailureOf(error: unknown, nowMs: number): AuthFailure {
  if (!(error instanceof ApiError)) return { kind: "failed", detail: String(error) };
  const { failure } = error;
  if (failure.kind === "unreachable") return { kind: "unreachable" };
  if (failure.kind === "unreadable") return { kind: "failed", detail: error.message };
  const { problem, status, retryAfterMs } = failure;
  if (status === 429) return { kind: "throttled", untilMs: nowMs + (retryAfterMs ?? DEFAULT_WAIT_MS) };
  if (problem.code === "bad-setup-token") return { kind: "spent" };
  if (problem.code === "conflict") return { kind: "done" };
  if (status === 401) return { kind: "wrong" };
  const field = problem.errors?.[0];
  if (field) return { kind: "field", ...field };
  return { kind: "failed", detail: error.message };
}
