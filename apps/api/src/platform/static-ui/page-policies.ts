import { readFileSync, statSync } from "node:fs";
import { inlineScriptSources } from "./content-security-policy.js";

interface Known {
  readonly mtimeMs: number;
  readonly sizeBytes: number;
  readonly header: string;
}

/**
 * The Content-Security-Policy of each page: it allows the inline scripts of that page alone. A page is read
 * again when its file changed, so that pages built anew under a running server are not locked out.
 */
export class PagePolicies {
  private readonly known = new Map<string, Known>();

  /** @param policyOf builds the header for these script sources. */
  constructor(private readonly policyOf: (scriptSources: readonly string[]) => string) {}

  /** @returns the header for the page in this file, read at the cost of a stat while it is unchanged. */
  headerFor(path: string): string {
    const { mtimeMs, size: sizeBytes } = statSync(path);
    const known = this.known.get(path);
    if (known?.mtimeMs === mtimeMs && known.sizeBytes === sizeBytes) return known.header;
    const header = this.policyOf(inlineScriptSources(readFileSync(path, "utf8")));
    this.known.set(path, { mtimeMs, sizeBytes, header });
    return header;
  }
}
