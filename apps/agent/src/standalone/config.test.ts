import { describe, expect, it } from "vitest";
import { nativeModuleFolders, withKeyPlace } from "./config.js";

it("the native module goes to a disk first, and each folder is tried once", () => {
  const env = {
    STATE_DIRECTORY: "/var/lib/fourtuple-agent:/var/lib/other",
    RUNTIME_DIRECTORY: "/run/fourtuple-agent",
    FOURTUPLE_IDENTITY_FILE: "/var/lib/fourtuple-agent/identity",
  };
  expect(nativeModuleFolders(env, "/tmp")).toEqual([
    "/var/lib/fourtuple-agent",
    "/var/lib/other",
    "/run/fourtuple-agent",
    "/dev/shm",
    "/tmp",
  ]);
});

it("what is not set, or no absolute path, is passed over", () => {
  const env = { STATE_DIRECTORY: "", RUNTIME_DIRECTORY: "run", FOURTUPLE_IDENTITY_FILE: "identity" };
  expect(nativeModuleFolders(env, "/dev/shm")).toEqual(["/dev/shm"]);
});

function noHome(): string {
  throw new Error("uv_os_homedir returned ENOENT");
}

describe("the key lies", () => {
  it("where the environment says", () => {
    const env = { FOURTUPLE_IDENTITY_FILE: "/etc/key", STATE_DIRECTORY: "/state" };
    expect(withKeyPlace(env, noHome)).toBe(env);
  });

  it("in the home folder, which the settings find by themselves", () => {
    const env = {};
    expect(withKeyPlace(env, () => "/home/ann")).toBe(env);
  });

  it.each<[Record<string, string>, () => string, string]>([
    [{ STATE_DIRECTORY: "/state:/other" }, () => "/home/ann", "/state/identity"],
    [{}, noHome, "/var/lib/fourtuple-agent/identity"],
    [{}, () => "", "/var/lib/fourtuple-agent/identity"],
  ])("with %j in a place of the service", (env, findHome, path) => {
    expect(withKeyPlace(env, findHome).FOURTUPLE_IDENTITY_FILE).toBe(path);
  });
});
