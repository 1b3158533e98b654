import { resolve } from "node:path";
import { CliError } from "../cli-error.js";
import { type Environment, isSupervised } from "../config.js";
import { FORCED_EXIT_CODE, listenForStop } from "../up/stop-signals.js";

export interface AgentOptions {
  readonly once?: boolean;
  readonly server?: string;
  readonly identity?: string;
  readonly interval?: string;
}

/** Watches this host and reports to a server until asked to stop, or prints one snapshot; returns the exit code. */
export async function runAgentCommand(env: Environment, options: AgentOptions): Promise<number> {
  if (process.platform !== "linux")
    throw new CliError(
      `The agent reads the Linux kernel, and this is ${process.platform}: run it on a Linux host.`,
    );
  const { parseAgentConfig, runAgent, takeSnapshot, writeStandardOutput } = await import("@fourtuple/agent");
  const parsed = parseAgentConfig(withOptions(env, options));
  if (!parsed.ok) throw new CliError(parsed.problems.join("\n"));
  if (options.once) {
    const snapshot = await takeSnapshot({ procRoot: parsed.config.procRoot });
    const problem = await writeStandardOutput(`${JSON.stringify(snapshot, null, 2)}\n`);
    if (problem !== null) throw new CliError(problem);
    return 0;
  }
  const supervised = isSupervised(env);
  const stop = listenForStop({
    force: () => process.exit(FORCED_EXIT_CODE),
    supervised,
    // `up` stops the agent before the rest, so that its last samples arrive.
    ignored: supervised ? ["SIGINT", "SIGHUP"] : [],
  });
  const agent = await runAgent(parsed.config);
  await stop.requested;
  await agent.stop();
  return 0;
}

/** Options win over the environment. */
export function withOptions(env: Environment, options: AgentOptions): Environment {
  const chosen = {
    FOURTUPLE_SERVER: options.server,
    FOURTUPLE_IDENTITY_FILE: options.identity && resolve(options.identity),
    FOURTUPLE_INTERVAL_MS: options.interval,
  };
  return { ...env, ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) };
}
