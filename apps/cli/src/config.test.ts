import { userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  agentEnvironment,
  agentServerUrl,
  apiEnvironment,
  isLoopback,
  parseSettings,
  resolveDataDir,
} from "./config.js";

const settings = { host: "127.0.0.1", port: 4680, dataDir: "/data", databaseUrl: null };

afterEach(() => vi.unstubAllEnvs());

describe("settings", () => {
  test("without any the server listens to this machine alone and keeps its data in the user's home", () => {
    const dataDir = "/home/ann/.local/share/fourtuple";
    expect(parseSettings({}, "/home/ann")).toEqual({
      ok: true,
      settings: { host: "127.0.0.1", port: 4680, dataDir, databaseUrl: null },
    });
  });

  test("an empty variable counts as not set", () => {
    const env = { FOURTUPLE_PORT: "", FOURTUPLE_HOST: " ", DATABASE_URL: "", FOURTUPLE_DATA_DIR: "" };
    expect(parseSettings(env, "/home/ann")).toEqual(parseSettings({}, "/home/ann"));
  });

  test("an empty HOME does not make the data directory one below where the command was called", () => {
    vi.stubEnv("HOME", "");
    vi.stubEnv("XDG_DATA_HOME", undefined);
    const dataDir = join(userInfo().homedir, ".local", "share", "fourtuple");
    expect(parseSettings({})).toMatchObject({ settings: { dataDir } });
  });

  test.each(["abc", "-1", "65536", "4680.5", "0x50", "999999"])("the port %s is refused by name", (port) => {
    const parsed = parseSettings({ FOURTUPLE_PORT: port }, "/home/ann");
    expect(parsed).toEqual({ ok: false, problems: [expect.stringContaining("FOURTUPLE_PORT")] });
  });

  test("the data directory is the chosen one, else that of XDG when it is absolute, else below the home", () => {
    expect(resolveDataDir({ FOURTUPLE_DATA_DIR: "/srv/f", XDG_DATA_HOME: "/x" }, "/home/ann")).toBe("/srv/f");
    expect(resolveDataDir({ XDG_DATA_HOME: "/x" }, "/home/ann")).toBe("/x/fourtuple");
    expect(resolveDataDir({ XDG_DATA_HOME: "x" }, "/home/ann")).toBe("/home/ann/.local/share/fourtuple");
  });
});

describe("what is passed on", () => {
  const secrets = {
    DATABASE_URL: "postgresql://u:p@h/d",
    FOURTUPLE_ADMIN_EMAIL: "a@example.org",
    FOURTUPLE_ADMIN_PASSWORD: "correct horse",
  };

  test("the agent learns where to report, and none of the server's secrets", () => {
    const env = agentEnvironment(
      {
        ...secrets,
        FOURTUPLE_PROC_ROOT: "/host/proc",
        NOTIFY_SOCKET: "/run/n",
        WATCHDOG_USEC: "9",
        WATCHDOG_PID: "1",
      },
      settings,
      "ws://127.0.0.1:1",
    );
    expect(env).toEqual({
      FOURTUPLE_IDENTITY_FILE: "/data/agent/identity",
      FOURTUPLE_LOG_LEVEL: "warn",
      FOURTUPLE_PROC_ROOT: "/host/proc",
      FOURTUPLE_SERVER: "ws://127.0.0.1:1",
      FOURTUPLE_SUPERVISED: "1",
    });
  });

  test("the API trusts the built-in agent's key and gets the database that was chosen", () => {
    const env = apiEnvironment(secrets, settings, "postgresql://built-in");
    expect(env.DATABASE_URL).toBe("postgresql://built-in");
    expect(env.FOURTUPLE_TRUSTED_AGENT_KEYS).toBe("/data/agent");
  });

  test("settings of the caller win over our defaults", () => {
    const env = apiEnvironment({ FOURTUPLE_LOG_LEVEL: "info", FOURTUPLE_WEB_DIR: "/pages" }, settings, "");
    expect(env).toMatchObject({ FOURTUPLE_LOG_LEVEL: "info", FOURTUPLE_WEB_DIR: "/pages" });
  });
});

test.each([
  ["127.0.0.1", "ws://127.0.0.1:80"],
  ["0.0.0.0", "ws://127.0.0.1:80"],
  ["::", "ws://[::1]:80"],
  ["fd00::1", "ws://[fd00::1]:80"],
  ["10.0.0.5", "ws://10.0.0.5:80"],
])("the agent reaches a server that listens on %s at %s", (host, url) => {
  expect(agentServerUrl(host, 80)).toBe(url);
});

test("only addresses of this machine's loopback count as loopback", () => {
  expect(["127.0.0.1", "127.8.8.8", "::1", "localhost"].filter((host) => !isLoopback(host))).toEqual([]);
  expect(["0.0.0.0", "::", "10.0.0.1", "127.evil.example", "example.org"].filter(isLoopback)).toEqual([]);
});
