import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { installMatchesLock } from "./install-stamp.mjs";
import { Failure, root } from "./repository.mjs";
import { run, runNode } from "./run.mjs";

const stampFile = join(root, "node_modules/.cache/fourtuple/installed");

/** Installs what package-lock.json names, when that differs from what node_modules holds. */
export async function ensureInstalled() {
  const lockText = readOrNull(join(root, "package-lock.json"));
  if (lockText === null)
    throw new Failure("package-lock.json is missing: this is not a whole clone of Fourtuple.");
  const stamp = `${process.platform} ${process.arch} ${createHash("sha256").update(lockText).digest("hex")}\n`;
  if (readOrNull(stampFile) === stamp) return;
  const installedText = readOrNull(join(root, "node_modules/.package-lock.json"));
  const installed = installedText && JSON.parse(installedText);
  if (!installMatchesLock(installed, JSON.parse(lockText))) await installPackages();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

async function installPackages() {
  console.log("Installing packages with npm ci (about a minute the first time) ...");
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = await runNpm(args, { heartbeat: "installing" });
  if (!result.ok) throw new Failure(`npm ci failed (${result.reason}); its own words are above.`);
  console.log(`Packages installed in ${result.seconds} s.`);
}

/** The npm that runs us when one does (any npm 10 or newer will do), else the one on the PATH. */
export function runNpm(args, options) {
  const npmCli = process.env.npm_execpath;
  const isNpm = npmCli !== undefined && basename(npmCli) === "npm-cli.js";
  return isNpm ? runNode(npmCli, args, options) : run("npm", args, options);
}

function readOrNull(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  }
}
