/**
 * Where to go after login: a path on this very site, or the fleet. Refuses other origins in every spelling
 * a browser understands (`//host`, `/\host`, `https:`, control characters) and the login page itself.
 */
export function safeNext(next: string | null): string {
  const home = "/";
  if (next === null || !next.startsWith("/") || next.length > 2000) return home;
  // A backslash reads as a slash and control characters are dropped by browsers before they parse.
  if (/[\\\p{Cc}]/u.test(next)) return home;
  const here = "http://here.invalid";
  const url = URL.canParse(next, here) ? new URL(next, here) : null;
  if (url === null || url.origin !== here) return home;
  // "/..//host" is a path until it is normalised; what comes out must be one too.
  if (url.pathname.startsWith("//")) return home;
  if (/^\/(login|setup)(\/|$)/.test(url.pathname)) return home;
  return url.pathname + url.search + url.hash;
}

/** @param here path, query and hash of the page that needs a login. */
export function loginHref(here: string): string {
  const next = safeNext(here);
  return next === "/" ? "/login/" : `/login/?next=${encodeURIComponent(next)}`;
}
