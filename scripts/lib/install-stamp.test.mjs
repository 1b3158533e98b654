import { expect, test } from "vitest";
import { installMatchesLock } from "./install-stamp.mjs";

const zod = { version: "4.6.7", integrity: "sha512-a" };
const darwin = { version: "1.0.0", integrity: "sha512-b", optional: true };
const lock = { packages: { "": {}, "node_modules/zod": zod, "node_modules/tool-darwin": darwin } };
const installed = (packages) => installMatchesLock({ packages }, lock);

test("an install without the packages of other platforms matches", () => {
  expect(installed({ "node_modules/zod": zod })).toBe(true);
});

test.each([
  ["nothing", {}],
  ["another version", { "node_modules/zod": { ...zod, version: "4.6.6" } }],
  ["other contents", { "node_modules/zod": { ...zod, integrity: "sha512-c" } }],
  ["a foreign package", { "node_modules/zod": zod, "node_modules/left-pad": zod }],
])("an install with %s does not match", (_what, packages) => {
  expect(installed(packages)).toBe(false);
});

test("an install that npm did not note does not match", () => {
  expect(installMatchesLock(null, lock)).toBe(false);
});
