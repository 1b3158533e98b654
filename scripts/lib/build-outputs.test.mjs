import { expect, test } from "vitest";
import { expectedOutputs } from "./build-outputs.mjs";

test("a library must have every file behind its exports", () => {
  const exports = {
    "./a": { types: "./dist/a.d.ts", default: "./dist/a.js" },
    "./b": { default: "./dist/b.js" },
  };
  expect(expectedOutputs({ scripts: { build: "tsc" }, exports })).toEqual(["./dist/a.js", "./dist/b.js"]);
});

test("the pages must have been exported, a program must have its main file", () => {
  expect(expectedOutputs({ scripts: { build: "next build" } })).toEqual(["./out/index.html"]);
  const bin = { fourtuple: "./bin/fourtuple.mjs" };
  expect(expectedOutputs({ scripts: { build: "tsc" }, bin })).toEqual(["./dist/main.js"]);
});

test("a package that builds nothing needs nothing", () => {
  expect(expectedOutputs({ name: "x" })).toEqual([]);
});
