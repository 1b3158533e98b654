import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../bin/fourtuple.mjs", import.meta.url));

export interface RunningCommand {
  readonly child: ChildProcess;
  /** Standard output and error so far. */
  output(): { readonly out: string; readonly err: string };
  /** Resolves with the match once standard output or error holds it; rejects when the command ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code when the command has ended; a signal's name when one killed it. */
  readonly ended: Promise<number | string>;
}

/** Starts the built `fourtuple` command with these settings alone. */
export function startCommand(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): RunningCommand {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { env: { PATH, HOME, ...settings } });
  let out = "";
  let err = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (chunk) => {
    out += chunk;
    for (const listen of listeners) listen();
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
    for (const listen of listeners) listen();
  });
  const ended = once(child, "close").then(([code, signal]) => signal ?? code);
  const waitFor = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((settle, fail) => {
      const look = () => {
        const match = pattern.exec(out) ?? pattern.exec(err);
        if (match === null) return;
        listeners.delete(look);
        settle(match);
      };
      listeners.add(look);
      look();
      void ended.then((code) => fail(new Error(`ended with ${code} before ${pattern}:\n${out}\n${err}`)));
    });
  return { child, output: () => ({ out, err }), waitFor, ended };
}

/** Runs the command to its end, with `input` as its standard input. */
export async function runCommand(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  input = "",
) {
  const command = startCommand(args, settings);
  command.child.stdin?.end(input);
  const code = await command.ended;
  return { code, ...command.output() };
}
