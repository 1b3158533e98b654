import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "./toy-workspace.js";

interface LockEntry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

type Packages = Readonly<Record<string, LockEntry>>;

const { packages }: { packages: Packages } = JSON.parse(
  readFileSync(join(repository, "package-lock.json"), "utf8"),
);

/** Optional packages that a lock asks for and does not hold, as "who wants what". */
function listHoles(locked: Packages): readonly string[] {
  return Object.entries(locked).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(locked, path, name))
      .map((name) => `${path} wants ${name}`),
  );
}

/** Looks where npm would, from the package at `path`: in its own node_modules, then in those above it. */
function isLocked(locked: Packages, path: string, name: string): boolean {
  const folders = path.split("/");
  return [...folders.keys(), folders.length].some((depth) => {
    const folder = folders.slice(0, depth).join("/");
    return locked[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined;
  });
}

test("the lock holds every optional package of every platform, so that npm ci works on all of them", () => {
  expect(listHoles(packages)).toEqual([]);
});

test("a package missing from the lock is found", () => {
  const wanted = { optionalDependencies: { "tool-linux": "1.0.0" } };
  expect(listHoles({ "node_modules/tool": wanted })).toEqual(["node_modules/tool wants tool-linux"]);
  const nested = "node_modules/tool/node_modules/tool-linux";
  for (const place of ["node_modules/tool-linux", nested])
    expect(listHoles({ "node_modules/tool": wanted, [place]: {} })).toEqual([]);
});

function isAtLeast(version: string, floor: string): boolean {
  const [found, wanted] = [version, floor].map((text) => text.split(".").map(Number));
  const differing = [0, 1, 2].find((part) => found?.[part] !== wanted?.[part]);
  return differing === undefined || (found?.[differing] ?? 0) > (wanted?.[differing] ?? 0);
}

// The first versions without CVE-2026-62389, CVE-2026-69185 and CVE-2026-102599.
test.each([
  ["ws", "8.21.1"],
  ["socket.io-parser", "4.2.7"],
  ["engine.io", "6.6.10"],
])("every copy of %s is %s or newer", (name, floor) => {
  const copies = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  const versions = copies.map(([, entry]) => entry.version ?? "");
  expect(versions).not.toEqual([]);
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
});
