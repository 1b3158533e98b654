import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Environment } from "../config.js";
import { nextRestart } from "./restart-delay.js";

const STOP_LIMIT_MS = 3_000;

export interface AgentChildOptions {
  /** The script to run, and its arguments. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly warn: (line: string) => void;
}

/** Either way ends the child for good. */
export interface AgentChild {
  /** Lets it finish, for a while. */
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
}

/**
 * Runs the agent as a child process and starts it again, ever more slowly, whenever it ends.
 * The channel between the two carries no messages: it closes when we die, and the agent then ends too.
 */
export function superviseAgent(options: AgentChildOptions): AgentChild {
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let stopped = false;

  function start(): void {
    const startedMs = performance.now();
    const started = fork(options.script, [...options.args], { env: { ...options.env } });
    child = started;
    const onEnd = (reason: string): void => {
      child = null;
      if (stopped) return;
      const restart = nextRestart(failures, performance.now() - startedMs);
      failures = restart.failures;
      options.warn(`The agent ended (${reason}); it starts again in ${restart.delayMs / 1000} s.`);
      timer = setTimeout(start, restart.delayMs);
    };
    started.once("error", (error) => started.pid === undefined && onEnd(error.message));
    started.once("exit", (code, signal) => onEnd(signal ?? `exit code ${code}`));
  }

  function giveUp(): ChildProcess | null {
    stopped = true;
    clearTimeout(timer);
    return child;
  }

  start();
  return {
    stop: async () => {
      const last = giveUp();
      if (last !== null) await endChild(last);
    },
    kill: () => void giveUp()?.kill("SIGKILL"),
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const limit = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
  await ended;
  clearTimeout(limit);
}
