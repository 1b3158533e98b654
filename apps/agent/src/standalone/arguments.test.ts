import { describe, expect, it } from "vitest";
import { HELP, parseArguments } from "./arguments.js";

describe("the command line", () => {
  it.each(["run", "once", "enroll", "check"] as const)("knows %s", (command) => {
    expect(parseArguments([command])).toEqual({ kind: "command", command, settings: {}, token: undefined });
    expect(HELP).toContain(`fourtuple-agent ${command}`);
  });

  it("hands options on as the settings that they stand for", () => {
    const args = ["enroll", "--server", "wss://a", "--identity=key", "--interval", "500", "--user", "agent"];
    expect(parseArguments(args)).toMatchObject({
      settings: {
        FOURTUPLE_SERVER: "wss://a",
        FOURTUPLE_IDENTITY_FILE: `${process.cwd()}/key`,
        FOURTUPLE_INTERVAL_MS: "500",
      },
      user: "agent",
    });
  });

  it.each([
    [["enroll", "--token", "-"], "-"],
    [["enroll", "--token=fte_x"], "fte_x"],
  ])("reads the token of %j", (args, token) => {
    expect(parseArguments(args)).toMatchObject({ kind: "command", token });
  });

  it.each([[["--version"]], [["run", "--version"]]])("%j asks for the version", (args) => {
    expect(parseArguments(args)).toEqual({ kind: "version" });
  });

  it.each([[["--help"]], [["-h"]], [["once", "--help"]]])("%j asks for help", (args) => {
    expect(parseArguments(args)).toEqual({ kind: "help" });
  });

  it.each([
    [[], "Say what to do"],
    [["start"], '"start"'],
    [["run", "once"], "Only one command"],
    [["run", "--nothing"], "--nothing"],
    [["run", "--server"], "--server"],
  ])("%j is told what is wrong with it", (args, reason) => {
    expect(parseArguments(args)).toEqual({ kind: "wrong", reason: expect.stringContaining(reason) });
  });
});
