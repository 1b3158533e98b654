import { describe, expect, it } from "vitest";
import { ApiError } from "../../lib/api/api-error";
import { authFailureOf } from "./auth-failure";

function problem(status: number, code: string, extra: { retryAfterMs?: number; field?: string } = {}) {
  const errors = extra.field
    ? { errors: [{ field: extra.field, message: "must be an e-mail address" }] }
    : {};
  const body = { type: "t", title: "T", status, code, ...errors };
  return new ApiError({ kind: "problem", status, problem: body, retryAfterMs: extra.retryAfterMs ?? null });
}

describe("authFailureOf", () => {
  it("tells a wrong password from a dead setup link", () => {
    expect(authFailureOf(problem(401, "bad-credentials"), 0)).toEqual({ kind: "wrong" });
    expect(authFailureOf(problem(401, "bad-setup-token"), 0)).toEqual({ kind: "spent" });
    expect(authFailureOf(problem(409, "conflict"), 0)).toEqual({ kind: "done" });
  });

  it("says until when a throttled account waits, even when the server does not", () => {
    expect(authFailureOf(problem(429, "x", { retryAfterMs: 42_000 }), 1000)).toEqual({
      kind: "throttled",
      untilMs: 43_000,
    });
    expect(authFailureOf(problem(429, "x"), 1000)).toEqual({ kind: "throttled", untilMs: 31_000 });
  });

  it("names the field that the server refuses", () => {
    expect(authFailureOf(problem(400, "invalid-request", { field: "email" }), 0)).toEqual({
      kind: "field",
      field: "email",
      message: "must be an e-mail address",
    });
  });

  it("keeps silence and surprise apart", () => {
    expect(authFailureOf(new ApiError({ kind: "unreachable" }), 0)).toEqual({ kind: "unreachable" });
    expect(authFailureOf(problem(503, "database-unavailable"), 0).kind).toBe("failed");
    expect(authFailureOf(new Error("boom"), 0).kind).toBe("failed");
  });
});
