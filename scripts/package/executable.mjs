import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, root } from "../lib/repository.mjs";
import { run, runNode } from "../lib/run.mjs";
import { NODE_VERSION } from "./inputs.mjs";
import { stripElf } from "./strip-elf.mjs";

/** The mark in Node's binary that says whether a script was put in; from Node's documentation. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/**
 * One executable out of Node's own, stripped, with the script and the native module inside. `blobMaker` is a Node
 * of the same version that runs on this machine: it alone knows the format of what is put in.
 */
export async function makeExecutable({ node, koffi, code, blobMaker }) {
  const folder = mkdtempSync(join(tmpdir(), "fourtuple-package-"));
  const at = (name) => join(folder, name);
  try {
    writeFileSync(at("fourtuple-agent.cjs"), code);
    writeFileSync(at("koffi.node"), koffi);
    writeFileSync(at("sea.json"), JSON.stringify(seaConfig()));
    writeFileSync(at("node"), blobMaker, { mode: 0o755 });
    writeFileSync(at("executable"), stripElf(node), { mode: 0o755 });
    // In the folder: the script is known by the path it is given here, which must be the same on every machine.
    await mustRun(
      run(at("node"), ["--experimental-sea-config", "sea.json"], { quiet: true, cwd: folder }),
      `Node ${NODE_VERSION} cannot run on this machine`,
    );
    const args = [at("executable"), "NODE_SEA_BLOB", at("agent.blob"), "--sentinel-fuse", FUSE];
    await mustRun(
      runNode(join(root, "node_modules/postject/dist/cli.js"), args, { quiet: true }),
      "the script could not be put into Node's binary",
    );
    return readFileSync(at("executable"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** No snapshot and no code cache: both are tied to the machine that makes them. */
function seaConfig() {
  return {
    main: "fourtuple-agent.cjs",
    output: "agent.blob",
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: false,
    assets: { "koffi.node": "koffi.node" },
  };
}

async function mustRun(running, what) {
  const { ok, reason, output } = await running;
  if (!ok) throw new Failure(`${what} (${reason}): ${output.trim()}`);
}
