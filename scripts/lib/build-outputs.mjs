import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files a built package must have, relative to it: what it exports, or its program, or the exported pages. */
export function expectedOutputs(manifest) {
  if (manifest.scripts?.build === undefined) return [];
  const targets = Object.values(manifest.exports ?? {}).map((target) => target.default);
  if (targets.length > 0) return targets;
  return manifest.bin === undefined ? ["./out/index.html"] : ["./dist/main.js"];
}

/** Whether every workspace below `folder` has what its build makes. */
export function hasAllOutputs(folder) {
  return listWorkspaces(folder).every((workspace) => {
    const manifest = JSON.parse(readFileSync(join(workspace, "package.json"), "utf8"));
    return expectedOutputs(manifest).every((output) => existsSync(join(workspace, output)));
  });
}

function listWorkspaces(folder) {
  return ["apps", "libs"]
    .flatMap((group) => readdirSync(join(folder, group)).map((name) => join(folder, group, name)))
    .filter((workspace) => existsSync(join(workspace, "package.json")));
}
