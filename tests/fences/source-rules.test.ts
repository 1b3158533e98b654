import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository, write } from "./toy-workspace.js";

const lines = (count: number, line: string) => `${line}\n`.repeat(count);
const longFunction = (count: number) =>
  `export function long(a: number[]) {\n${lines(count, "  a.push(1);")}}\n`;

/** What each kind of source must not hold: [rule, file, source]; rule "none": must be let through. */
const PLANTS: readonly (readonly [rule: string, file: string, source: string])[] = [
  ["plugin", "libs/core/src/now.ts", "export const at = Date.now();\n"],
  ["plugin", "libs/core/src/now-passed-on.ts", "export const clock = Date.now;\n"],
  ["plugin", "libs/core/src/now-by-name.ts", "export const { now } = Date;\n"],
  ["plugin", "libs/core/src/now-by-global.ts", "export const at = globalThis.Date.now();\n"],
  ["plugin", "libs/core/src/new-date.ts", "export const at = new Date();\n"],
  ["plugin", "libs/core/src/date-text.ts", "export const at = Date();\n"],
  ["plugin", "libs/core/src/random.ts", "export const at = Math.random();\n"],
  ["plugin", "libs/core/src/random-passed-on.ts", "export const source = Math.random;\n"],
  ["none", "libs/core/src/date-of.ts", "export const at = (nowMs: number) => new Date(nowMs);\n"],
  ["none", "libs/core/src/clock.test.ts", "export const at = Date.now();\n"],
  ["none", "apps/agent/src/clock.ts", "export const at = Date.now();\n"],

  ["lint/style/noProcessEnv", "apps/agent/src/env.ts", "export const home = process.env.HOME;\n"],
  ["lint/style/noProcessEnv", "apps/api/src/whole-env.ts", "export const all = process.env;\n"],
  ["lint/style/noProcessEnv", "libs/database/src/env.ts", "export const url = process.env.DATABASE_URL;\n"],
  ["plugin", "apps/cli/src/env-by-name.ts", "export const { env } = process;\n"],
  ["plugin", "apps/api/src/env-import.ts", 'import { env } from "node:process";\nexport const all = env;\n'],
  ["none", "apps/agent/src/config.ts", "export const all = process.env;\n"],

  ["lint/style/noExcessiveLinesPerFile", "libs/core/src/long.ts", lines(301, "export {};")],
  ["none", "libs/core/src/full.ts", lines(300, "export {};")],
  ["lint/complexity/noExcessiveLinesPerFunction", "apps/api/src/long.ts", longFunction(61)],
  ["none", "apps/api/src/full.ts", longFunction(60)],

  ["lint/suspicious/noConsole", "apps/agent/src/print.ts", 'console.log("x");\n'],
  ["none", "scripts/print.mjs", 'console.log("x");\n'],
  [
    "lint/style/noNonNullAssertion",
    "apps/agent/src/bang.ts",
    "export const f = (a?: string) => a!.length;\n",
  ],
  ["lint/suspicious/noExplicitAny", "libs/core/src/any.ts", "export const f = (a: any) => a;\n"],
  ["lint/style/noEnum", "libs/core/src/enum.ts", "export enum State {\n  Open,\n}\n"],
];

interface Report {
  readonly diagnostics: readonly { category: string; severity: string; location: { path: string } }[];
}

describe("rules for the source", () => {
  let toy = "";
  let report: Report = { diagnostics: [] };

  beforeAll(async () => {
    toy = await mkdtemp(join(tmpdir(), "fourtuple-rules-"));
    for (const path of ["biome.json", ".gitignore", "tests/fences/rules"])
      await cp(join(repository, path), join(toy, path), { recursive: true });
    for (const [, file, source] of PLANTS) await write(toy, file, source);
    report = await lint(toy);
  });
  afterAll(() => rm(toy, { recursive: true, force: true }));

  test.each(PLANTS)("%s in %s", (rule, file) => {
    const errors = report.diagnostics.filter((found) => found.severity === "error");
    const found = errors.filter(({ location }) => location.path === file).map(({ category }) => category);
    expect([...new Set(found)]).toEqual(rule === "none" ? [] : [rule]);
  });
});

function lint(folder: string): Promise<Report> {
  const biome = join(repository, "node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
  return new Promise((settle, fail) => {
    // It exits with 1 when it found something; only an empty answer is a failure to run.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (_error, out, errors) =>
      out === "" ? fail(new Error(errors)) : settle(JSON.parse(out)),
    );
  });
}
