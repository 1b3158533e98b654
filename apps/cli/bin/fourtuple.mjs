#!/usr/bin/env node
import { checkNode } from "./node-version.mjs";

function reportLoadFailure(error) {
  const isMissing = error.code === "ERR_MODULE_NOT_FOUND";
  const reason = isMissing
    ? "Fourtuple is not built yet: run npm start, or npm ci and npm run build, first."
    : `Fourtuple cannot be loaded: ${error.message}`;
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}

if (checkNode()) {
  import("../dist/main.js").then((cli) => cli.main(process.argv.slice(2)), reportLoadFailure);
}
