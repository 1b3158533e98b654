import { spawn } from "node:child_process";
import { Interrupted, root } from "./repository.mjs";

const HEARTBEAT_MS = 10_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Environment for the tools we start: no telemetry, no update nags, no colours in a file or a log. */
function toolEnvironment(extra) {
  return {
    ...process.env,
    ...(process.stdout.isTTY ? {} : { FORCE_COLOR: undefined, NO_COLOR: "1" }),
    CHECKPOINT_DISABLE: "1",
    DO_NOT_TRACK: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    ...extra,
  };
}

/**
 * Runs a program (never a shell) to its end, in the repository unless told otherwise.
 * `quiet` collects its output instead of showing it; `heartbeat` says every ten seconds what is at work.
 * Returns { ok, reason, output, seconds }; `reason` tells why it failed. Throws Interrupted when a signal ended it.
 */
export function run(command, args, { quiet = false, env = {}, cwd = root, heartbeat = null } = {}) {
  const startedMs = performance.now();
  const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1);
  const stdio = quiet ? ["ignore", "pipe", "pipe"] : "inherit";
  const child = spawn(command, args, { cwd, stdio, env: toolEnvironment(env) });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => chunks.push(chunk));
  const beat =
    heartbeat && setInterval(() => console.log(`  ${heartbeat}: ${seconds()} s ...`), HEARTBEAT_MS);
  const passing = passSignalsTo(child);
  return new Promise((settle, fail) => {
    const finish = (ok, reason) => {
      clearInterval(beat);
      const signal = passing.end();
      if (signal !== null) return fail(new Interrupted(`Stopped by ${signal}.`));
      return settle({ ok, reason, seconds: seconds(), output: Buffer.concat(chunks).toString("utf8") });
    };
    child.once("error", (error) => finish(false, error.message));
    child.once("close", (code, signal) => finish(code === 0, signal ?? `exit code ${code}`));
  });
}

/** Runs a Node program with the Node that runs us. */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

/** Sends the signals we get on to a child, until `end()`, which returns the last one or null. */
export function passSignalsTo(child) {
  let last = null;
  const pass = (signal) => {
    last = signal;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return {
    end() {
      for (const signal of SIGNALS) process.off(signal, pass);
      return last;
    },
  };
}
