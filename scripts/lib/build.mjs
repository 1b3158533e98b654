import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hasAllOutputs } from "./build-outputs.mjs";
import { Failure, root } from "./repository.mjs";
import { runNode } from "./run.mjs";
import { readSourceStamp } from "./source-stamp.mjs";

const stampFile = join(root, "node_modules/.cache/fourtuple/built");

/** Builds everything, unless the sources are those of the last good build. */
export async function ensureBuilt() {
  // Taken before the build: a file that changes meanwhile is built next time.
  const stamp = readSourceStamp(root);
  if (stamp === readStamp() && hasAllOutputs(root)) return;
  console.log("Building (about half a minute the first time) ...");
  const result = await runTurbo(["build"], { heartbeat: "building" });
  if (!result.ok) throw new Failure(`The build failed (${result.reason}); its own words are above.`);
  console.log(`Built in ${result.seconds} s.`);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** Runs turbo tasks; only what changed is done again. */
export function runTurbo(args, options) {
  const script = join(root, "node_modules/turbo/bin/turbo");
  return runNode(script, ["run", ...args, "--output-logs=errors-only"], options);
}

function readStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return null;
  }
}
