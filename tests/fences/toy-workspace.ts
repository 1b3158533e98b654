import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../..");
const cruiser = join(repository, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

/** Packages of npm that the planted files import; empty ones stand in for them. */
const STUBS = ["@prisma/client", "chart.js", "koffi", "pg", "vitest", "zod"];

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, { readonly types: string }>>;
}

/**
 * A repository in miniature, in a new temporary folder: our real package.json files with empty built
 * packages behind their exports, linked under node_modules as npm links workspaces.
 */
export async function createToyWorkspace(): Promise<string> {
  const toy = await mkdtemp(join(tmpdir(), "fourtuple-fences-"));
  await cp(join(repository, "package.json"), join(toy, "package.json"));
  for (const name of STUBS) {
    await write(toy, `node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
    await write(toy, `node_modules/${name}/index.js`, "export {};\n");
  }
  for (const group of ["apps", "libs"])
    for (const name of await readdir(join(repository, group))) await addPackage(toy, `${group}/${name}`);
  return toy;
}

async function addPackage(toy: string, folder: string): Promise<void> {
  const text = await readFile(join(repository, folder, "package.json"), "utf8");
  const manifest: Manifest = JSON.parse(text);
  await write(toy, `${folder}/package.json`, text);
  for (const target of Object.values(manifest.exports ?? {}))
    await write(toy, join(folder, target.types), "export {};\n");
  const link = join(toy, "node_modules", manifest.name);
  await mkdir(dirname(link), { recursive: true });
  await symlink(join(toy, folder), link);
}

/** Writes a file below the toy workspace, with the folders it needs. */
export async function write(toy: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(toy, path)), { recursive: true });
  await writeFile(join(toy, path), text);
}

/** Cruises a folder with the repository's own rules; returns "rule: file" for every violation, sorted. */
export async function listViolations(folder: string, targets: readonly string[]): Promise<readonly string[]> {
  const config = join(repository, ".dependency-cruiser.cjs");
  const args = [cruiser, "--config", config, "--output-type", "json", ...targets];
  const stdout = await new Promise<string>((settle, fail) => {
    // It exits with the number of violations; only an empty answer is a failure to run.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }, (error, out, errors) =>
      out === "" ? fail(new Error(errors || String(error))) : settle(out),
    );
  });
  const report: { summary: { violations: { from: string; rule: { name: string } }[] } } = JSON.parse(stdout);
  const found = report.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  return [...new Set(found)].sort();
}
