import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../lib/repository.mjs";

const agentDist = join(root, "apps/agent/dist");

/**
 * The agent and all it imports as one CommonJS script, the only form that a single executable runs.
 * Returns { code, bytesByPackage }.
 */
export async function bundleAgent(version) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(agentDist, "standalone/main.js")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    // Names stay, for stack traces that can be read; what comments and spaces weigh is gone.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    // ASCII alone, so that V8 keeps the source at one byte a character.
    charset: "ascii",
    metafile: true,
    logLevel: "error",
    // ws looks for two optional accelerators unless told not to.
    define: { "process.env.WS_NO_BUFFER_UTIL": "true", "process.env.WS_NO_UTF_8_VALIDATE": "true" },
    external: ["bufferutil", "utf-8-validate"],
    plugins: [standIns(version)],
  });
  const [output] = Object.values(result.metafile.outputs);
  return { code: result.outputFiles[0].text, bytesByPackage: sumByPackage(output.inputs) };
}

/** What is replaced in the bundle: there is no package.json beside it, and no node_modules. */
function standIns(version) {
  return {
    name: "stand-ins",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^koffi$/ }, () => ({ path: join(agentDist, "standalone/koffi.js") }));
      onLoad({ filter: /apps\/agent\/dist\/version\.js$/ }, () => ({
        contents: `export const readAgentVersion = () => ${JSON.stringify(version)};`,
      }));
    },
  };
}

function sumByPackage(inputs) {
  const sums = {};
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const [, name = path] =
      /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? /^((?:apps|libs)\/[^/]+)/.exec(path) ?? [];
    sums[name] = (sums[name] ?? 0) + bytesInOutput;
  }
  return Object.fromEntries(Object.entries(sums).sort(([, a], [, b]) => b - a));
}
