import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSourceStamp } from "./source-stamp.mjs";

let folder;
const at = new Date(1_700_000_000_000);

function save(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  utimesSync(join(folder, path), at, at);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fourtuple-stamp-"));
  save("libs/core/src/a.ts", "one");
  save("package.json", "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the stamp is the same while nothing changes", () => {
  expect(readSourceStamp(folder)).toBe(readSourceStamp(folder));
});

test.each([
  ["a new file", () => save("apps/web/src/page.tsx", "new")],
  ["another size", () => save("libs/core/src/a.ts", "longer")],
  ["another time", () => utimesSync(join(folder, "libs/core/src/a.ts"), at, new Date(at.getTime() + 1000))],
  ["a file gone", () => rmSync(join(folder, "libs/core/src/a.ts"))],
  ["a top-level setting", () => save("turbo.json", "{}")],
])("%s changes the stamp", (_what, change) => {
  const before = readSourceStamp(folder);
  change();
  expect(readSourceStamp(folder)).not.toBe(before);
});

test.each([
  "libs/core/dist/a.js",
  "libs/core/src/a.test.ts",
  "libs/core/test/b.ts",
  "libs/database/src/generated/client.ts",
  "apps/web/.next/cache.json",
  "apps/web/out/index.html",
  "apps/web/next-env.d.ts",
  "apps/web/tsconfig.tsbuildinfo",
  "node_modules/zod/index.js",
  "README.md",
])("%s is not a source: the stamp stays", (path) => {
  const before = readSourceStamp(folder);
  save(path, "whatever");
  expect(readSourceStamp(folder)).toBe(before);
});
