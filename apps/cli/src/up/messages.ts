import { isLoopback } from "../config.js";

export interface ReadyFacts {
  readonly version: string;
  readonly url: string;
  readonly setupUrl: string | null;
  readonly dataDir: string;
  /** Such as "PostgreSQL 18.4, built in". */
  readonly database: string;
  /** null where the built-in agent runs; else why it does not. */
  readonly noAgentBecause: string | null;
  readonly readyAfterMs: number;
}

/** What a person reads when the server is ready. */
export function describeReady(facts: ReadyFacts): string {
  const rows: [string, string][] = [["Open", facts.url]];
  if (facts.setupUrl !== null)
    rows.push(["First visit", `${facts.setupUrl}  (makes the first admin; works once)`]);
  rows.push(["Data", facts.dataDir], ["Database", facts.database]);
  if (facts.noAgentBecause !== null) rows.push(["Agent", facts.noAgentBecause]);
  rows.push(["Stop", "Ctrl-C"]);
  const lines = rows.map(([name, value]) => `  ${name.padEnd(12)}${value}`);
  const title = `Fourtuple ${facts.version} is ready after ${(facts.readyAfterMs / 1000).toFixed(1)} s.`;
  return `\n${title}\n\n${lines.join("\n")}\n`;
}

/** The warning for an address that others can reach over plain HTTP, or null. */
export function describeExposure(host: string, publicUrl: string | undefined): string | null {
  if (isLoopback(host) || publicUrl?.trim().startsWith("https://")) return null;
  return (
    `WARNING: Fourtuple listens on ${host} without TLS, so passwords and sessions cross the network unencrypted; ` +
    "put an HTTPS proxy in front and set FOURTUPLE_PUBLIC_URL=https://..., or keep FOURTUPLE_HOST=127.0.0.1."
  );
}
