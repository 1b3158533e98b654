/** Where a URL leads, without its password: fit for messages. */
export interface DatabaseTarget {
  readonly where: string;
  readonly user: string;
  readonly database: string;
}

export type ParsedDatabaseUrl =
  | { readonly ok: true; readonly target: DatabaseTarget }
  | { readonly ok: false; readonly reason: string };

const SHAPE = "postgresql://user:password@host:5432/database";

/** Reads what messages need from a database URL; a refusal says what the URL should look like. */
export function parseDatabaseUrl(url: string): ParsedDatabaseUrl {
  let parsed: URL;
  try {
    // For a socket in `?host=` the place of the host may be empty, which URL would refuse.
    parsed = new URL(url.replace("@/", "@localhost/"));
  } catch {
    return { ok: false, reason: `DATABASE_URL is not a URL; it should look like ${SHAPE}.` };
  }
  if (parsed.protocol !== "postgres:" && parsed.protocol !== "postgresql:") {
    return {
      ok: false,
      reason: `DATABASE_URL begins with "${parsed.protocol}"; Fourtuple needs PostgreSQL: ${SHAPE}.`,
    };
  }
  const decoded = decodeParts(parsed);
  if (!decoded) {
    return {
      ok: false,
      reason: `DATABASE_URL has a "%" that starts no escape; write "%25" for a percent sign in the password.`,
    };
  }
  return { ok: true, target: decoded };
}

function decodeParts(url: URL): DatabaseTarget | null {
  try {
    decodeURIComponent(url.password);
    const user = decodeURIComponent(url.username);
    const host = url.searchParams.get("host") ?? (decodeURIComponent(url.hostname) || "localhost");
    const database = decodeURIComponent(url.pathname.slice(1)) || user;
    return { where: `${host}:${url.port || "5432"}`, user, database };
  } catch {
    return null;
  }
}
