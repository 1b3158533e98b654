import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { RootCommand } from "./host-roots.js";

const packageScript = resolve(import.meta.dirname, "../../../scripts/package.mjs");
/** The first time Node's binary is fetched and half a minute of work done; later the cache has it. */
const BUILD_MS = 300_000;

export type Built =
  | { readonly ok: true; readonly folder: string; readonly executable: string }
  /** `reason` says what this machine could not do. */
  | { readonly ok: false; readonly reason: string };

/** Builds what a server hands out for this machine's architecture, but the deb and the rpm. */
export function buildPackages(): Built {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch))
    return { ok: false, reason: `there is no package for ${process.platform} ${process.arch}` };
  const folder = join(mkdtempSync(join(tmpdir(), "fourtuple-packages-")), "packages");
  const args = [packageScript, "--arch", process.arch, "--only-executable", "--out", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    timeout: BUILD_MS,
  });
  if (status === 0)
    return { ok: true, folder, executable: join(folder, `fourtuple-agent-linux-${process.arch}`) };
  rmSync(dirname(folder), { recursive: true, force: true });
  const lines = `${stdout}${stderr}`.trim();
  if (lines.includes("npm could not fetch")) return { ok: false, reason: lines.split("\n").at(-1) ?? lines };
  throw new Error(`the packages could not be built:\n${lines}`);
}

/** A program as a child process, with what it printed; given no more environment than it names itself. */
export class ProgramRun {
  readonly child: ChildProcess;
  output = "";

  constructor({ command, args }: RootCommand, env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(command, args, {
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (chunk) => {
        this.output += String(chunk);
      });
  }

  /** @returns the exit code; null when a signal ended it. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "close");
    return this.child.exitCode;
  }

  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGTERM");
    return this.ended();
  }
}

/** What install.sh says that it needs, and the shell. No Node among them. */
const TOOLS = [
  ...[
    "sh",
    "uname",
    "id",
    "mktemp",
    "mkdir",
    "chmod",
    "cp",
    "mv",
    "rm",
    "rmdir",
    "cat",
    "sed",
    "grep",
    "cut",
  ],
  ...["dirname", "gzip", "sha256sum"],
];

export interface Tools {
  /** The folder that is to be the whole PATH. */
  readonly path: string;
  /** The line that the page shows, or the same with wget where curl is missing. */
  asFetched(line: string): string;
  remove(): void;
}

/** Links to those tools and to one that fetches; null when this machine has none that does. */
export function toolsOnly(): Tools | null {
  const fetcher = ["curl", "wget"].find((name) => whereIs(name) !== null);
  if (fetcher === undefined) return null;
  const path = mkdtempSync(join(tmpdir(), "fourtuple-tools-"));
  for (const tool of [...TOOLS, fetcher]) {
    const found = whereIs(tool);
    if (found !== null) symlinkSync(found, join(path, tool));
  }
  return {
    path,
    asFetched: (line) => (fetcher === "curl" ? line : line.replace("curl -fsSL", "wget -qO-")),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function whereIs(tool: string): string | null {
  const { status, stdout } = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}
