import { expect, test } from "vitest";
import { nodeProblem } from "../../apps/cli/bin/node-version.mjs";
import { browserCandidates } from "./browser.mjs";
import { parseProcess } from "./npm-watch.mjs";
import { withoutSettings } from "./vitest.mjs";

test.each(["20.19.0", "20.20.2", "22.12.0", "24.0.0", "26.1.0"])("Node %s is good enough", (version) => {
  expect(nodeProblem(version)).toBeNull();
});

test.each(["12.22.0", "18.20.4", "20.18.3", "21.7.0", "22.11.0"])(
  "Node %s is refused in one line",
  (version) => {
    const problem = nodeProblem(version);
    expect(problem).toContain(`this is Node.js ${version}`);
    expect(problem).not.toContain("\n");
  },
);

test("tests never see the database or the settings of the person who runs them", () => {
  const env = { DATABASE_URL: "postgresql://live", FOURTUPLE_PORT: "80", CHROMIUM_PATH: "/c", HOME: "/h" };
  expect(withoutSettings(env)).toEqual({ DATABASE_URL: undefined, FOURTUPLE_PORT: undefined });
});

test("a browser on the PATH is preferred to the usual places", () => {
  expect(browserCandidates("/opt/own/bin").slice(0, 2)).toEqual([
    "/opt/own/bin/chromium",
    "/usr/bin/chromium",
  ]);
});

test("a process is told from its stat line, whatever its name holds", () => {
  expect(parseProcess("812 (sh) S 811 812 811 34816")).toEqual({ name: "sh", ppid: 811 });
  expect(parseProcess("9 (a) b (c) R 7 9 7 0")).toEqual({ name: "a) b (c", ppid: 7 });
});
