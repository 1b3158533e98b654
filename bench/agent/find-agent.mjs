import { existsSync, statSync } from "node:fs";
import { arch } from "node:os";
import { fileURLToPath } from "node:url";

/** @returns how the agent is started here: the one-file program where it was built, else from the clone. */
export function findAgent() {
  const packaged = fileURLToPath(
    new URL(`../../dist/packages/fourtuple-agent-linux-${arch()}`, import.meta.url),
  );
  if (existsSync(packaged)) {
    const megabytes = (statSync(packaged).size / 1e6).toFixed(1);
    return {
      command: packaged,
      args: ["run"],
      description: `the one-file program of \`npm run package\`, ${megabytes} MB`,
    };
  }
  const clone = fileURLToPath(new URL("../../apps/cli/bin/fourtuple.mjs", import.meta.url));
  return {
    command: process.execPath,
    args: [clone, "agent"],
    description: "`fourtuple agent` in the clone; `npm run package` had not been run",
  };
}
