import { describe, expect, it } from "vitest";
import { parseApiConfig } from "./config.js";

const DATABASE_URL = "postgresql://fourtuple:secret@localhost:5432/fourtuple";

describe("parseApiConfig", () => {
  it("needs nothing but a database", () => {
    expect(parseApiConfig({ DATABASE_URL })).toEqual({
      ok: true,
      config: {
        host: "127.0.0.1",
        port: 4680,
        databaseUrl: DATABASE_URL,
        webDir: null,
        packagesDir: null,
        trustedAgentKeysDir: null,
        publicUrl: null,
        allowedOrigins: [],
        trustedProxies: [],
        admin: null,
        retentionDays: 7,
        logLevel: "info",
      },
    });
  });

  it("takes every variable", () => {
    const parsed = parseApiConfig({
      DATABASE_URL,
      FOURTUPLE_HOST: "::",
      FOURTUPLE_PORT: "0",
      FOURTUPLE_WEB_DIR: "/srv/web",
      FOURTUPLE_PACKAGES_DIR: "/srv/packages",
      FOURTUPLE_TRUSTED_AGENT_KEYS: "/etc/fourtuple/agents",
      FOURTUPLE_PUBLIC_URL: "https://tcp.example.org/",
      FOURTUPLE_ALLOWED_ORIGINS: "https://a.example.org, http://b.example.org:8080",
      FOURTUPLE_TRUSTED_PROXIES: "loopback,10.0.0.0/8,2001:db8::/32",
      FOURTUPLE_ADMIN_EMAIL: "Root@Example.org",
      FOURTUPLE_ADMIN_PASSWORD: "correct horse battery",
      FOURTUPLE_RETENTION_DAYS: "30",
      FOURTUPLE_LOG_LEVEL: "debug",
    });
    expect(parsed).toMatchObject({
      ok: true,
      config: {
        host: "::",
        port: 0,
        packagesDir: "/srv/packages",
        publicUrl: "https://tcp.example.org",
        allowedOrigins: ["https://a.example.org", "http://b.example.org:8080"],
        trustedProxies: ["loopback", "10.0.0.0/8", "2001:db8::/32"],
        admin: { email: "root@example.org", password: "correct horse battery" },
        retentionDays: 30,
        logLevel: "debug",
      },
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(parseApiConfig({ DATABASE_URL, FOURTUPLE_PORT: " " })).toMatchObject({ config: { port: 4680 } });
  });

  it("names every problem at once, each with its variable", () => {
    const parsed = parseApiConfig({
      DATABASE_URL: "mysql://localhost/x",
      FOURTUPLE_PORT: "70000",
      FOURTUPLE_PUBLIC_URL: "example.org",
      FOURTUPLE_ALLOWED_ORIGINS: "https://good.example.org,https://bad.example.org/path",
      FOURTUPLE_TRUSTED_PROXIES: "proxy.example.org",
      FOURTUPLE_ADMIN_EMAIL: "root@example.org",
      FOURTUPLE_RETENTION_DAYS: "-1",
      FOURTUPLE_LOG_LEVEL: "loud",
    });
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems.map((problem) => problem.split(":", 1)[0])).toEqual([
      "FOURTUPLE_PORT",
      "DATABASE_URL",
      "FOURTUPLE_PUBLIC_URL",
      "FOURTUPLE_ALLOWED_ORIGINS",
      "FOURTUPLE_TRUSTED_PROXIES",
      "FOURTUPLE_RETENTION_DAYS",
      "FOURTUPLE_LOG_LEVEL",
      "FOURTUPLE_ADMIN_PASSWORD",
    ]);
  });

  it("never repeats a value, which may be a secret", () => {
    const parsed = parseApiConfig({
      DATABASE_URL: "mysql://u:hunter2@h/x",
      FOURTUPLE_ADMIN_PASSWORD: "hunter2",
    });
    expect(JSON.stringify(parsed)).not.toContain("hunter2");
  });
});
