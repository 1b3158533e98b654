import { expect, test } from "vitest";
import { countModules } from "./count-reporter.mjs";
import { addCounts, describeCounts, isGood, judgeRun, NO_COUNTS } from "./counts.mjs";

const good = { ...NO_COUNTS, passed: 3, projects: { unit: 3 } };

function moduleOf(project, tests, errors = []) {
  return {
    project: { name: project },
    relativeModuleId: `${project}.test.ts`,
    errors: () => errors,
    children: {
      allTests: () => tests.map(([fullName, state, note]) => ({ fullName, result: () => ({ state, note }) })),
    },
  };
}

test("tests are counted by state, the skipped ones with their reason", () => {
  const tests = [
    ["a", "passed"],
    ["b", "failed"],
    ["c", "skipped", "no user namespaces"],
  ];
  expect(countModules([moduleOf("unit", tests)], 0)).toEqual({
    passed: 1,
    failed: ["unit.test.ts > b"],
    skipped: [{ name: "unit.test.ts > c", reason: "no user namespaces" }],
    broken: [],
    projects: { unit: 3 },
  });
});

test("a file that does not load, a test without an end and an error outside of tests are broken", () => {
  const modules = [moduleOf("unit", [["a", "pending"]]), moduleOf("e2e", [], [new Error("syntax")])];
  expect(countModules(modules, 2).broken).toEqual([
    "unit.test.ts > a did not end",
    "e2e.test.ts did not load",
    "2 errors outside of any test",
  ]);
});

test("a good run is good", () => {
  expect(isGood(judgeRun(["unit"], good, null))).toBe(true);
});

test.each([
  ["broke off without counts", judgeRun(["unit"], null, "SIGSEGV")],
  ["collected nothing", judgeRun(["unit"], { ...NO_COUNTS }, null)],
  ["lacks one of its projects", judgeRun(["unit", "fences"], good, null)],
  ["failed although its tests passed", judgeRun(["unit"], good, "exit code 1")],
])("a run that %s is not good and counts as failed", (_what, counts) => {
  expect(isGood(counts)).toBe(false);
  expect(describeCounts(counts).at(-1)).toMatch(/ 1 failed, /);
});

test("the last line is the count over all runs, after the skipped and the failed tests by name", () => {
  const second = { ...good, passed: 4, skipped: [{ name: "e2e.test.ts > page", reason: null }] };
  const third = { ...NO_COUNTS, failed: ["unit.test.ts > b"] };
  expect(describeCounts(addCounts([good, second, third]))).toEqual([
    "skipped: e2e.test.ts > page (no reason given)",
    "failed: unit.test.ts > b",
    "tests: 7 passed, 1 failed, 1 skipped",
  ]);
});
