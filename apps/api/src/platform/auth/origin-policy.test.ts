import { describe, expect, it } from "vitest";
import { type ApiConfig, parseApiConfig } from "../../config.js";
import { OriginPolicy } from "./origin-policy.js";

function policy(env: Record<string, string> = {}): OriginPolicy {
  const parsed = parseApiConfig({ DATABASE_URL: "postgresql://localhost/x", ...env });
  const config: ApiConfig | null = parsed.ok ? parsed.config : null;
  if (config === null) throw new Error("the configuration is not valid");
  return new OriginPolicy(config);
}

describe("OriginPolicy", () => {
  it("allows the public origin and those listed, exactly", () => {
    const origins = policy({
      FOURTUPLE_PUBLIC_URL: "https://tcp.example.org",
      FOURTUPLE_ALLOWED_ORIGINS: "https://other.example.org:8443",
    });
    const host = "tcp.example.org";
    expect(origins.allows("https://tcp.example.org", host)).toBe(true);
    expect(origins.allows("https://other.example.org:8443", host)).toBe(true);
    for (const foreign of [
      "http://tcp.example.org",
      "https://tcp.example.org:444",
      "https://tcp.example.org.evil.example",
      "https://evil.example",
      "https://TCP.example.org",
      "http://localhost:4680",
      "null",
      "",
      undefined,
    ]) {
      expect(origins.allows(foreign, host), String(foreign)).toBe(false);
    }
  });

  it("allows this machine's names for us where the request itself names one", () => {
    const origins = policy();
    for (const origin of ["http://localhost:4680", "http://127.0.0.1:4680", "http://[::1]:4680"]) {
      expect(origins.allows(origin, "localhost:4680"), origin).toBe(true);
    }
    expect(origins.allows("http://localhost:8080", "localhost:8080")).toBe(true);
    expect(origins.allows("http://localhost:3000", "localhost:4680")).toBe(false);
  });

  it("is not fooled by a foreign name that leads to this machine", () => {
    const origins = policy();
    expect(origins.allows("http://rebound.example:4680", "rebound.example:4680")).toBe(false);
    expect(origins.allows("http://localhost:4680", "rebound.example:4680")).toBe(false);
    expect(origins.allows("http://127.0.0.1.evil.example:4680", "127.0.0.1.evil.example:4680")).toBe(false);
    expect(origins.allows("http://localhost:4680", "no host at all")).toBe(false);
  });

  it("names the address people open: a name in place of any address, brackets for IPv6", () => {
    expect(policy().publicOrigin()).toBe("http://127.0.0.1:4680");
    expect(policy({ FOURTUPLE_HOST: "0.0.0.0" }).publicOrigin()).toBe("http://localhost:4680");
    expect(policy({ FOURTUPLE_HOST: "::1" }).publicOrigin()).toBe("http://[::1]:4680");
    expect(policy({ FOURTUPLE_PORT: "80" }).publicOrigin()).toBe("http://127.0.0.1");
  });

  it("lets callers that are no browsers change things, and pages of other sites not", () => {
    const origins = policy();
    const host = "127.0.0.1:4680";
    expect(origins.allowsChange({ host })).toBe(true);
    expect(origins.allowsChange({ host, "sec-fetch-site": "same-origin" })).toBe(true);
    expect(origins.allowsChange({ host, "sec-fetch-site": "same-site" })).toBe(false);
    expect(origins.allowsChange({ host, "sec-fetch-site": "cross-site" })).toBe(false);
    expect(origins.allowsChange({ host, origin: "https://evil.example", "sec-fetch-site": "none" })).toBe(
      false,
    );
  });
});
