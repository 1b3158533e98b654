import { describe, expect, it } from "vitest";
import { parseAgentConfig } from "./config.js";

function configOf(env: Record<string, string>) {
  const result = parseAgentConfig(env);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
}

describe("parseAgentConfig", () => {
  it("needs no setting at all", () => {
    const config = configOf({});
    expect(config).toMatchObject({ serverUrl: "ws://127.0.0.1:4680", procRoot: "/proc", intervalMs: 1000 });
    expect(config.identityFile).toMatch(/^\/.*\/fourtuple\/agent\/identity$/);
  });

  it("takes each setting from its variable", () => {
    expect(
      configOf({
        FOURTUPLE_SERVER: "wss://fourtuple.example:8443/",
        FOURTUPLE_IDENTITY_FILE: "/var/lib/fourtuple/identity",
        FOURTUPLE_PROC_ROOT: "/fixture/proc",
        FOURTUPLE_INTERVAL_MS: "5000",
        FOURTUPLE_LOG_LEVEL: "debug",
      }),
    ).toEqual({
      serverUrl: "wss://fourtuple.example:8443",
      identityFile: "/var/lib/fourtuple/identity",
      procRoot: "/fixture/proc",
      intervalMs: 5000,
      logLevel: "debug",
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(configOf({ FOURTUPLE_INTERVAL_MS: " " }).intervalMs).toBe(1000);
  });

  it("lists every problem at once, each with its variable, the fix and the value", () => {
    const result = parseAgentConfig({
      FOURTUPLE_SERVER: "http://127.0.0.1:4680",
      FOURTUPLE_IDENTITY_FILE: "identity",
      FOURTUPLE_INTERVAL_MS: "99",
      FOURTUPLE_LOG_LEVEL: "loud",
    });
    expect(result.ok).toBe(false);
    const problems = result.ok ? [] : result.problems;
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(/^FOURTUPLE_SERVER must be a ws:.*not "http:\/\/127\.0\.0\.1:4680"\.$/);
    expect(problems[1]).toMatch(/^FOURTUPLE_IDENTITY_FILE must be a path that starts with \//);
    expect(problems[2]).toMatch(/^FOURTUPLE_INTERVAL_MS must be from 100 to 3600000 milliseconds/);
    expect(problems[3]).toMatch(/^FOURTUPLE_LOG_LEVEL must be one of trace, debug/);
  });

  it.each(["ws://user:secret@host", "ws://host/?a=1", "nonsense", "ws://"])(
    "refuses %s as a server",
    (url) => {
      expect(parseAgentConfig({ FOURTUPLE_SERVER: url }).ok).toBe(false);
    },
  );
});
