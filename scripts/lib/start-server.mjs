import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { watchNpm } from "./npm-watch.mjs";
import { reportFailure, root } from "./repository.mjs";
import { passSignalsTo } from "./run.mjs";

/** `npm start`: install and build when needed, then run the server until it ends. */
export async function startServer() {
  try {
    await ensureInstalled();
    await ensureBuilt();
  } catch (error) {
    return reportFailure(error);
  }
  runServer();
}

function runServer() {
  const command = join(root, "apps/cli/bin/fourtuple.mjs");
  // The ipc channel carries no messages: by its closing the server learns that this process was killed.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const env = { ...process.env, FOURTUPLE_SUPERVISED: "1" };
  const child = spawn(process.execPath, [command, "up"], { stdio, env });
  const passing = passSignalsTo(child);
  const watch = watchNpm(() => child.kill("SIGTERM"));
  child.once("exit", (code, signal) => {
    clearInterval(watch);
    passing.end();
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
}
