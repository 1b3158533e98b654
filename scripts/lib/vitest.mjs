import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeRun } from "./counts.mjs";
import { root } from "./repository.mjs";
import { runNode } from "./run.mjs";

const vitest = join(root, "node_modules/vitest/vitest.mjs");
const reporter = join(root, "scripts/lib/count-reporter.mjs");

/** Runs projects of vitest.config.ts and returns { counts, result }; see counts.mjs and run.mjs. */
export async function runVitest(projects, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fourtuple-counts-"));
  const file = join(folder, "counts.json");
  const selection = projects.flatMap((name) => ["--project", name]);
  const args = ["run", ...selection, "--reporter=default", `--reporter=${reporter}`];
  const env = { ...withoutSettings(process.env), FOURTUPLE_TEST_COUNTS: file, ...options.env };
  try {
    const result = await runNode(vitest, args, { ...options, env });
    return { result, counts: judgeRun(projects, readCounts(file), result.ok ? null : result.reason) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The settings of the person who runs the tests, unset: tests bring their own server and data. */
export function withoutSettings(env) {
  const settings = Object.keys(env).filter(
    (name) => name === "DATABASE_URL" || name.startsWith("FOURTUPLE_"),
  );
  return Object.fromEntries(settings.map((name) => [name, undefined]));
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
