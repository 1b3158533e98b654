import { createHash } from "node:crypto";

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi;

/** @returns the CSP sources of a page's inline scripts: 'sha256-…' of the exact text between the tags. */
export function inlineScriptSources(html: string): string[] {
  return [...html.matchAll(INLINE_SCRIPT)]
    .filter(([, script]) => script)
    .map(([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
}

/**
 * The policy of every answer: scripts only from us or known by their hash (OWASP ASVS 5.0, 3.4.3).
 * Styles may be inline, since components and charts set them; they can fetch nothing from elsewhere.
 */
export function contentSecurityPolicy(scriptSources: readonly string[], socketOrigins: readonly string[]) {
  return {
    "default-src": ["'self'"],
    "script-src": ["'self'", ...new Set(scriptSources)],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...socketOrigins],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
}
