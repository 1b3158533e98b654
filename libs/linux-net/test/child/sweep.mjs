import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { openNamespaceSweep } from "@fourtuple/linux-net/namespaces";

const run = promisify(execFile);
const CALL = new URL("./call.mjs", import.meta.url).pathname;

/** Sweeps once, with options that are plain data. */
export function sweepOnce(options) {
  return openNamespaceSweep(options).sweep();
}

/** Sweeps in a mount namespace where one network namespace is mounted under `name` and has no process. */
export async function sweepWithMount({ directory, name }) {
  const program = `touch "$0/$1" && unshare --net="$0/$1" true && shift && exec "$@"`;
  const options = { procRoot: "/proc", netnsDirectory: directory };
  const call = JSON.stringify({ module: import.meta.url, name: "sweepOnce", argument: options });
  const argv = ["--mount", "sh", "-c", program, directory, name, process.execPath, CALL, call];
  const { stdout } = await run("unshare", argv);
  return JSON.parse(stdout);
}
