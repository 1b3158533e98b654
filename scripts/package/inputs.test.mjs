import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../lib/repository.mjs";
import { hasIntegrity, TARGETS } from "./inputs.mjs";

const readJson = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));

test("the native module is the one that the lock names, of the version that the code was written for", () => {
  const { packages } = readJson("package-lock.json");
  const wanted = readJson("libs/linux-net/package.json").dependencies.koffi;
  for (const { koffi } of Object.values(TARGETS)) {
    expect(koffi.version).toBe(wanted);
    expect(packages[`node_modules/${koffi.name}`].integrity).toBe(koffi.integrity);
  }
});

test("bytes have the integrity of their own hash and no other", () => {
  // openssl dgst -sha512 -binary <<< of no bytes, in base64.
  const ofNothing =
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
  expect(hasIntegrity(Buffer.alloc(0), ofNothing)).toBe(true);
  expect(hasIntegrity(Buffer.alloc(1), ofNothing)).toBe(false);
});
