import { parse } from "cookie";
import type { CookieOptions } from "express";
import type { ApiConfig } from "../../config.js";

export interface SessionCookie {
  readonly name: string;
  readonly options: CookieOptions;
}

/** With TLS the name's prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis). */
export function sessionCookieOf({ publicUrl }: Pick<ApiConfig, "publicUrl">): SessionCookie {
  const secure = publicUrl?.startsWith("https:") ?? false;
  return {
    name: secure ? "__Host-fourtuple" : "fourtuple",
    options: { httpOnly: true, sameSite: "strict", path: "/", secure },
  };
}

/** @returns the session token in a Cookie header, or null. */
export function readSessionToken(cookie: SessionCookie, header: string | undefined): string | null {
  return (header && parse(header)[cookie.name]) || null;
}
