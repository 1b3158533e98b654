import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { listClaims } from "./claims.mjs";

it("the README says of speed and size what the committed reports say", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const missing = listClaims().filter((claim) => !readme.includes(claim));
  expect(missing).toEqual([]);
});
