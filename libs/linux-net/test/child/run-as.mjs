import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SCRIPT = fileURLToPath(new URL("./call.mjs", import.meta.url));

/** Calls an exported function of a module in a process of another user, in the namespaces of this one. */
export async function runAs({ uid, module, name, argument }) {
  const call = JSON.stringify({ module, name, argument });
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, call], { uid, gid: uid });
  return JSON.parse(stdout);
}

/** The same, with a /proc of its own at `directory` that hides what belongs to others (proc(5), hidepid). */
export async function runWithHiddenPids({ directory, uid, ...call }) {
  const run = promisify(execFile);
  const program = `mount -t proc -o hidepid=2 proc "$0" && exec "$@"`;
  const again = JSON.stringify({ module: import.meta.url, name: "runAs", argument: { uid, ...call } });
  const { stdout } = await run("unshare", [
    "--mount",
    "sh",
    "-c",
    program,
    directory,
    process.execPath,
    SCRIPT,
    again,
  ]);
  return JSON.parse(stdout);
}
