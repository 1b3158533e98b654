import type { SessionResponse } from "@fourtuple/contracts/web";
import type { Request, Response } from "express";
import type { Authenticated } from "../../platform/auth/authenticated.js";
import type { SessionCookie } from "../../platform/auth/session-cookie.js";
import { SESSION_ABSOLUTE_MS } from "../../platform/auth/sessions.service.js";
import type { StartedSession, Visitor } from "./login.service.js";

/** The address is the connection's own unless it comes from a trusted proxy. */
export function visitorOf(request: Request): Visitor {
  return { address: request.ip ?? "unknown", userAgent: request.headers["user-agent"] };
}

export function sessionResponse({ user, expiresAtMs }: Authenticated): SessionResponse {
  return { user, expiresAt: new Date(expiresAtMs).toISOString() };
}

/** Puts the token into the cookie, and only there. */
export function sendSession(
  response: Response,
  cookie: SessionCookie,
  { token, caller }: StartedSession,
): SessionResponse {
  response.cookie(cookie.name, token, { ...cookie.options, maxAge: SESSION_ABSOLUTE_MS });
  return sessionResponse(caller);
}
