import { join } from "node:path";
import { parseArgs } from "node:util";
import { reportFailure, root } from "./lib/repository.mjs";
import { buildPackages } from "./package/build-packages.mjs";
import { TARGETS } from "./package/inputs.mjs";

const USAGE = `npm run package [-- --arch x64|arm64] [--only-executable] [--out FOLDER]

Builds the agent as one file, a deb and an rpm for Linux x64 and arm64 into dist/packages, from where the server
hands them out.`;

async function main() {
  const { values } = parseArgs({
    options: {
      arch: { type: "string", multiple: true },
      "only-executable": { type: "boolean" },
      out: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const archs = values.arch ?? Object.keys(TARGETS);
  if (values.help || archs.some((arch) => TARGETS[arch] === undefined)) return console.log(USAGE);
  const outDir = values.out ?? join(root, "dist/packages");
  const kinds = values["only-executable"] ? [] : ["deb", "rpm"];
  const { sums, notes } = await buildPackages({ outDir, archs, kinds });
  for (const { name, bytes } of sums) console.log(`${(bytes / 1e6).toFixed(2).padStart(8)} MB  ${name}`);
  for (const note of notes) console.log(note);
  console.log(`The packages are in ${outDir}.`);
}

main().catch(reportFailure);
