#!/usr/bin/env node
import { checkNode } from "./node-version.mjs";

function reportMissingBuild(error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  process.stderr.write("Fourtuple is not built yet: run npm start, or npm ci and npm run build, first.\n");
  process.exitCode = 1;
}

if (checkNode()) {
  import("../dist/main.js").then((cli) => cli.main(process.argv.slice(2)), reportMissingBuild);
}
