import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CliError } from "../cli-error.js";
import { readFirstLine } from "./read-first-line.js";

/**
 * A new password: asked for twice without showing it at a terminal, else the first line of standard input.
 * Never an argument, which every user of the machine could read.
 */
export async function readPassword(input: NodeJS.ReadStream = process.stdin): Promise<string> {
  const password = input.isTTY ? await askTwice(input) : await readFirstLine(input);
  if (password === "") throw new CliError("No password was given; type one, or pipe one in.");
  return password;
}

async function askTwice(input: NodeJS.ReadStream): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: silent, terminal: true });
  const aborted = new AbortController();
  terminal.once("SIGINT", () => aborted.abort());
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question);
    const answer = await terminal.question("", { signal: aborted.signal }).catch(() => "");
    process.stderr.write("\n");
    return answer;
  };
  try {
    const first = await ask("New password: ");
    if (first === "" || (await ask("Once more: ")) === first) return first;
    throw new CliError("The two passwords differ; nothing was changed.");
  } finally {
    terminal.close();
  }
}
