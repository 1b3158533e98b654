import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const CHILD = join(import.meta.dirname, "child.mjs");

export interface HardAgent {
  readonly child: ChildProcess;
  output(): { readonly out: string; readonly err: string };
  /** Lets it begin; its code is loaded by now. */
  begin(): void;
  /** The exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface HardAgentOptions {
  readonly command: "once" | "run";
  /** What the child does to itself: `no-netlink`. */
  readonly hardships?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A program and its arguments that run the agent as theirs, such as `unshare --mount`. */
  readonly within?: readonly string[];
}

/** Starts the built agent as a process; resolves when it waits to begin. */
export async function startHardAgent(options: HardAgentOptions): Promise<HardAgent> {
  const { command, hardships = [], env, within = [] } = options;
  const { PATH = "" } = process.env;
  const [program = "", ...args] = [...within, process.execPath, CHILD, command, ...hardships];
  const child = spawn(program, args, { env: { PATH, HOME: "/nonexistent", ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const ended = once(child, "close").then(([code, signal]) => signal ?? code);
  await Promise.race([once(child.stdout, "data"), ended]);
  return {
    child,
    output: () => ({ out: out.replace(/^loaded\n/, ""), err }),
    begin: () => child.stdin.write("\n"),
    ended,
  };
}

/** Whether a mount namespace can be had here, where files can be hidden or made read-only for one process. */
export function mountNamespaceAvailable(): boolean {
  return spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/tmp"]).status === 0;
}

/** A user that owns nothing; Node itself may lie where nobody else may look. */
export const AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

export function nobodyAvailable(): boolean {
  const [program = "", ...args] = AS_NOBODY;
  return spawnSync(program, [...args, process.execPath, CHILD, "loads"], { input: "" }).status === 0;
}

/** Runs what follows in a mount namespace of its own in which this shell text was run before. */
export function inMountNamespace(shell: string): string[] {
  return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", `${shell}\nexec "$@"`, "sh"];
}
