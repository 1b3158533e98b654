import { join } from "node:path";
import { runTurbo } from "./build.mjs";
import { describeCounts, isGood } from "./counts.mjs";
import { ensureInstalled } from "./install.mjs";
import { Failure, root } from "./repository.mjs";
import { runNode } from "./run.mjs";
import { runVitest } from "./vitest.mjs";

const cruised = ["{apps,libs}/*/{src,test}", "tests", "bench", "scripts", "apps/cli/bin"];
const testTypes = "node_modules/.cache/fourtuple/tests.tsbuildinfo";

const node =
  (script, ...args) =>
  (options) =>
    runNode(join(root, "node_modules", script), args, options);
const turbo =
  (...args) =>
  (options) =>
    runTurbo(args, options);

/** What can be checked without a database; each must pass before the next is tried. */
const STEPS = [
  ["format and lint", node("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--colors=off")],
  // The pages take longest to build and nothing here looks at them.
  ["build without the pages", turbo("build", "--filter=!@fourtuple/web")],
  ["types", turbo("typecheck")],
  [
    "types of the tests",
    node("typescript/bin/tsc", "-p", "tests", "--incremental", "--tsBuildInfoFile", testTypes),
  ],
  [
    "boundaries",
    node("dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", ...cruised),
  ],
];

/** Runs every step, then the unit tests and fences; returns their counts. Throws Failure at the first fault. */
export async function verify() {
  await ensureInstalled();
  for (const [name, start] of STEPS) await runStep(name, start);
  let counts = null;
  await runStep("unit tests and fences", async (options) => {
    const run = await runVitest(["unit", "fences"], options);
    counts = run.counts;
    const output = `${run.result.output}\n${describeCounts(counts).join("\n")}`;
    return { ...run.result, ok: isGood(counts), output };
  });
  return counts;
}

async function runStep(name, start) {
  const result = await start({ quiet: true, heartbeat: name });
  if (result.ok) return console.log(`${name}: ok (${result.seconds} s)`);
  process.stdout.write(`${result.output.trimEnd()}\n`);
  throw new Failure(`verify stopped at "${name}": ${result.reason}.`);
}
