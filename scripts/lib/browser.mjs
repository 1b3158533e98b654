import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installBundledChromium } from "./bundled-chromium.mjs";
import { Failure } from "./repository.mjs";
import { run } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/snap/bin"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * Finds a Chromium for the browser tests or installs one.
 * Returns { ok: true, env } with CHROMIUM_PATH (and what else it needs to run), or { ok: false, reason }.
 */
export async function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (await browserWorks({ CHROMIUM_PATH: chosen })) return { ok: true, env: { CHROMIUM_PATH: chosen } };
    throw new Failure(`CHROMIUM_PATH is ${chosen}, which does not run as a browser; correct it or unset it.`);
  }
  for (const find of [findInstalled, installByApt, installBundledChromium]) {
    const env = await find();
    if (env !== null && (await browserWorks(env))) return { ok: true, env };
  }
  return { ok: false, reason: "no Chromium is installed and none could be; set CHROMIUM_PATH" };
}

/** The paths where a browser may lie, those of PATH first. */
export function browserCandidates(searchPath) {
  const folders = new Set([...searchPath.split(delimiter).filter(Boolean), ...FOLDERS]);
  return [...NAMES.flatMap((name) => [...folders].map((folder) => join(folder, name))), MAC];
}

async function findInstalled() {
  for (const path of browserCandidates(process.env.PATH ?? "")) {
    if (existsSync(path) && (await browserWorks({ CHROMIUM_PATH: path }))) return { CHROMIUM_PATH: path };
  }
  return null;
}

/** Debian's own Chromium, where we may install it. */
async function installByApt() {
  const apt = "/usr/bin/apt-get";
  if (process.getuid?.() !== 0 || !existsSync(apt)) return null;
  console.log("Installing Chromium with apt-get, for the browser tests ...");
  const options = { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" }, heartbeat: "apt-get" };
  const install = () => run(apt, ["install", "-y", "--no-install-recommends", "chromium"], options);
  let result = await install();
  if (!result.ok && (await run(apt, ["update"], options)).ok) result = await install();
  return result.ok ? findInstalled() : null;
}

/** On Ubuntu, for one, the packaged command is only a hint to install something else. */
async function browserWorks(env) {
  const result = await run(env.CHROMIUM_PATH, ["--version"], { quiet: true, env });
  return result.ok && /Chrom/.test(result.output);
}
