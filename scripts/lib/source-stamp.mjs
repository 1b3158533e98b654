import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const SOURCES = [
  "apps",
  "libs",
  "prisma",
  "package-lock.json",
  "package.json",
  "prisma.config.ts",
  "tsconfig.base.json",
  "turbo.json",
];
const SKIPPED_FOLDERS = new Set(["coverage", "dist", "fixtures", "generated", "node_modules", "out", "test"]);

/** Whether a file or folder of this name can change what a build makes. */
export function isSource(name, isFolder) {
  if (name.startsWith(".")) return false;
  if (isFolder) return !SKIPPED_FOLDERS.has(name);
  return !/\.test\.\w+$|\.tsbuildinfo$|\.md$|^next-env\.d\.ts$/.test(name);
}

/** One hash over path, size and modification time of every source file below `folder`. */
export function readSourceStamp(folder) {
  const hash = createHash("sha256");
  const pending = SOURCES.toReversed();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const stat = statSync(join(folder, path), { throwIfNoEntry: false });
    if (stat === undefined) continue;
    if (stat.isDirectory()) pending.push(...listSources(folder, path));
    else hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function listSources(folder, path) {
  return readdirSync(join(folder, path), { withFileTypes: true })
    .filter((entry) => isSource(entry.name, entry.isDirectory()))
    .map((entry) => `${path}/${entry.name}`)
    .sort();
}
