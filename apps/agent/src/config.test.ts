import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseAgentConfig } from "./config.js";

function configOf(env: Record<string, string>) {
  const result = parseAgentConfig(env);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
}

describe("parseAgentConfig", () => {
  it("needs no setting at all", () => {
    const config = configOf({});
    expect(config).toMatchObject({
      serverUrl: "ws://127.0.0.1:4680",
      procRoot: "/proc",
      intervalMs: 1000,
      cpuBudget: 0.01,
      spoolMaxBytes: 64 * 1024 * 1024,
      namespaces: "off",
      serviceManager: null,
    });
    expect(config.identityFile).toMatch(/^\/.*\/fourtuple\/agent\/identity$/);
  });

  it("takes each setting from its variable", () => {
    expect(
      configOf({
        FOURTUPLE_SERVER: "wss://fourtuple.example:8443/",
        FOURTUPLE_IDENTITY_FILE: "/var/lib/fourtuple/identity",
        FOURTUPLE_PROC_ROOT: "/fixture/proc",
        FOURTUPLE_INTERVAL_MS: "5000",
        FOURTUPLE_CPU_BUDGET: "0.005",
        FOURTUPLE_SPOOL_DIRECTORY: "/var/spool/fourtuple",
        FOURTUPLE_SPOOL_MAX_BYTES: "1048576",
        FOURTUPLE_NAMESPACES: "all",
        FOURTUPLE_LOG_LEVEL: "debug",
      }),
    ).toEqual({
      serverUrl: "wss://fourtuple.example:8443",
      identityFile: "/var/lib/fourtuple/identity",
      procRoot: "/fixture/proc",
      intervalMs: 5000,
      cpuBudget: 0.005,
      spoolDirectory: "/var/spool/fourtuple",
      spoolMaxBytes: 1_048_576,
      namespaces: "all",
      serviceManager: null,
      logLevel: "debug",
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(configOf({ FOURTUPLE_INTERVAL_MS: " " }).intervalMs).toBe(1000);
  });

  it("keeps the spool beside the key", () => {
    expect(configOf({ FOURTUPLE_IDENTITY_FILE: "/var/lib/fourtuple/identity" }).spoolDirectory).toBe(
      "/var/lib/fourtuple/spool",
    );
  });

  it.each([
    ["FOURTUPLE_CPU_BUDGET", "0"],
    ["FOURTUPLE_CPU_BUDGET", "1.5"],
    ["FOURTUPLE_CPU_BUDGET", "1 %"],
    ["FOURTUPLE_CPU_BUDGET", "0.0009"],
    ["FOURTUPLE_SPOOL_MAX_BYTES", "1048575"],
    ["FOURTUPLE_SPOOL_MAX_BYTES", "64M"],
    ["FOURTUPLE_SPOOL_DIRECTORY", "spool"],
    ["FOURTUPLE_NAMESPACES", "some"],
  ])("refuses %s=%s and names it", (name, value) => {
    const result = parseAgentConfig({ [name]: value });
    expect(result.ok ? [] : result.problems).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be .*not "${value}"\\.$`)),
    ]);
  });

  it.each([["1"], ["1.0"], [".5"], ["0.001"]])("takes %s as a share of a core", (value) => {
    expect(configOf({ FOURTUPLE_CPU_BUDGET: value }).cpuBudget).toBe(Number(value));
  });

  it("hears where a service manager listens, and how often it wants to hear", () => {
    const socket = { NOTIFY_SOCKET: "/run/systemd/notify" };
    expect(configOf(socket).serviceManager).toEqual({ socket: "/run/systemd/notify", watchdogMs: null });
    expect(configOf({ ...socket, WATCHDOG_USEC: "30000000" }).serviceManager?.watchdogMs).toBe(30_000);
    const mine = { ...socket, WATCHDOG_USEC: "30000000", WATCHDOG_PID: String(process.pid) };
    expect(configOf(mine).serviceManager?.watchdogMs).toBe(30_000);
    expect(configOf({ ...mine, WATCHDOG_PID: "1" }).serviceManager?.watchdogMs).toBeNull();
    expect(configOf({ NOTIFY_SOCKET: "relative" }).serviceManager).toBeNull();
  });

  describe("without FOURTUPLE_SERVER", () => {
    function identityWith(text: string): string {
      const directory = mkdtempSync(join(tmpdir(), "fourtuple-config-"));
      onTestFinished(() => rmSync(directory, { recursive: true }));
      writeFileSync(join(directory, "identity.server"), text);
      return join(directory, "identity");
    }

    it("finds the server it was enrolled at", () => {
      const identityFile = identityWith("wss://fourtuple.example\n");
      expect(configOf({ FOURTUPLE_IDENTITY_FILE: identityFile }).serverUrl).toBe("wss://fourtuple.example");
      const chosen = { FOURTUPLE_IDENTITY_FILE: identityFile, FOURTUPLE_SERVER: "ws://other" };
      expect(configOf(chosen).serverUrl).toBe("ws://other");
    });

    it("takes an empty note for none, and names one that is no address", () => {
      expect(configOf({ FOURTUPLE_IDENTITY_FILE: identityWith("\n") }).serverUrl).toBe("ws://127.0.0.1:4680");
      const result = parseAgentConfig({ FOURTUPLE_IDENTITY_FILE: identityWith("garbage") });
      expect(result.ok ? [] : result.problems).toEqual([
        expect.stringMatching(
          /identity\.server holds no server address: enrol again, or set FOURTUPLE_SERVER\.$/,
        ),
      ]);
    });
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
