import type { Refuse } from "@fourtuple/contracts/agent";
import type { EnrolmentToken } from "@fourtuple/contracts/web";

export interface TokenTimes {
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** What a token is by now. What was done with it counts for more than its age. */
export function evaluateToken(token: TokenTimes, nowMs: number): EnrolmentToken["status"] {
  if (token.usedAt !== null) return "used";
  if (token.revokedAt !== null) return "withdrawn";
  return token.expiresAt.getTime() > nowMs ? "open" : "expired";
}

/** Why a token does not enrol; null is one that was never made. */
export function refusalOfToken(token: TokenTimes | null, nowMs: number): Pick<Refuse, "code" | "message"> {
  const status = token && evaluateToken(token, nowMs);
  if (status === "used") return { code: "used-token", message: "this enrolment token was used already" };
  if (status === "expired") return { code: "expired-token", message: "this enrolment token has expired" };
  if (status === "withdrawn") return { code: "bad-token", message: "this enrolment token was withdrawn" };
  return { code: "bad-token", message: "this server knows no such enrolment token" };
}
