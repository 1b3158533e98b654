import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chooseSuites, suites } from "../bench/suites.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const USAGE = `npm run bench -- <suite>...\n${suites.map(({ name, summary }) => `  ${name}  ${summary}`).join("\n")}`;

/** The suites use built packages; turbo builds only what has changed. */
function buildPackages() {
  const turbo = fileURLToPath(new URL("../node_modules/.bin/turbo", import.meta.url));
  const args = ["run", "build", "--filter=@fourtuple/testkit", "--output-logs=errors-only"];
  return spawnSync(turbo, args, { cwd: ROOT, stdio: "inherit" }).status === 0;
}

async function runSuites(chosen) {
  const { saveReport } = await import("../bench/report.mjs");
  let allPassed = true;
  for (const { name, load } of chosen) {
    const { runSuite } = await load();
    const result = await runSuite();
    console.log(saveReport(name, result));
    allPassed &&= result.verdict.passed;
  }
  return allPassed;
}

async function main(names) {
  const { ok, chosen, unknown } = chooseSuites(names);
  if (!ok || names.length === 0) {
    console.error(ok ? USAGE : `there is no suite ${unknown.join(", ")}\n${USAGE}`);
    return 2;
  }
  if (!buildPackages()) return 1;
  return (await runSuites(chosen)) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
