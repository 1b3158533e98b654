import { describe, expect, it } from "vitest";
import { type Command, rankCommands } from "./rank-commands";

const make = (group: Command["group"], label: string, also = ""): Command => ({
  id: `${group}-${label}`,
  group,
  label,
  also,
  run: () => undefined,
});

const commands = [
  make("actions", "Sign out", "logout"),
  make("hosts", "db-web-1"),
  make("hosts", "web-2", "6.1.0"),
  make("states", "What TIME_WAIT means", "TIME_WAIT TIME-WAIT"),
  make("pages", "Fleet"),
];
const labels = (query: string) => rankCommands(commands, query).map((command) => command.label);

describe("rankCommands", () => {
  it("shows everything, group by group, before a letter is typed", () => {
    expect(labels("")).toEqual(["Fleet", "db-web-1", "web-2", "What TIME_WAIT means", "Sign out"]);
  });

  it("puts a label that starts so first", () => {
    expect(labels("web")).toEqual(["web-2", "db-web-1"]);
  });

  it("wants every word, in any order, and looks into the other names too", () => {
    expect(labels("6.1 web")).toEqual(["web-2"]);
    expect(labels("LOGOUT")).toEqual(["Sign out"]);
    expect(labels("time-wait")).toEqual(["What TIME_WAIT means"]);
    expect(labels("web nothing")).toEqual([]);
  });
});
