import { type HostFacts, readHostFacts } from "@fourtuple/linux-net/proc";
import { type Logger, pino } from "pino";
import { systemClock } from "./clock.js";
import { createSysctlCollector, type SysctlCollector } from "./collectors/sysctls.collector.js";
import type { AgentConfig } from "./config.js";
import { loadOrCreateIdentity } from "./identity.js";
import { createProblemLog } from "./problem-log.js";
import { openSampler, type Sampler } from "./sampler.js";
import { type Scheduler, startScheduler } from "./scheduler.js";
import { createHello } from "./uplink/hello.js";
import { Uplink, type UplinkOptions } from "./uplink/uplink.js";
import { readAgentVersion } from "./version.js";

const SYSCTL_INTERVAL_MS = 10_000;

export interface RunningAgent {
  readonly publicKey: string;
  /** Ends after the sample under way; what is not acknowledged by then is lost. */
  stop(): Promise<void>;
}

/** What tests replace. */
export interface AgentParts
  extends Partial<Pick<UplinkOptions, "timing" | "backoff" | "queueLimit" | "random">> {
  readonly log?: Logger;
  readonly sampler?: Sampler;
}

/**
 * Watches the host until it is stopped.
 * @throws AgentIdentityError when the key file cannot be used; all later trouble is logged and survived.
 */
export async function runAgent(config: AgentConfig, parts: AgentParts = {}): Promise<RunningAgent> {
  const { log = pino({ name: "agent", level: config.logLevel }), ...uplinkParts } = parts;
  const identity = await loadOrCreateIdentity(config.identityFile);
  const epochMs = systemClock.wallMs();
  const agentVersion = readAgentVersion();
  const sampler = parts.sampler ?? openSampler(config.procRoot, epochMs);
  const sysctls = createSysctlCollector({ procRoot: config.procRoot });
  const host = (): HostFacts => readHostFacts(config.procRoot);
  const uplink = new Uplink({
    ...uplinkParts,
    serverUrl: config.serverUrl,
    latestSysctls: sysctls.latest,
    answer: (nonce) =>
      createHello(nonce, { identity, agentVersion, epochMs, intervalMs: config.intervalMs, host: host() }),
    log,
  });
  uplink.start();
  const schedulers = [startSampling(config, sampler, uplink, log), startPollingSysctls(sysctls, uplink, log)];
  return {
    publicKey: identity.publicKey,
    stop: async () => {
      await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
      sampler.close();
      await uplink.stop();
    },
  };
}

function startSampling(config: AgentConfig, sampler: Sampler, uplink: Uplink, log: Logger): Scheduler {
  const problems = createProblemLog(log);
  return startScheduler({
    intervalMs: config.intervalMs,
    onSkip: (skipped) =>
      log.warn(
        { skipped },
        "samples were left out: the one before took too long, or this process was held up",
      ),
    run: async () => {
      const taken = await sampler.take();
      uplink.pushSample(taken.sample);
      if (taken.listeners !== null) uplink.pushListeners(taken.listeners, taken.sample.atMs);
      problems.report(taken.problems);
    },
  });
}

function startPollingSysctls(sysctls: SysctlCollector, uplink: Uplink, log: Logger): Scheduler {
  const problems = createProblemLog(log);
  return startScheduler({
    intervalMs: SYSCTL_INTERVAL_MS,
    run: async () => {
      try {
        const update = await sysctls.collect();
        if (update !== null) uplink.pushSysctls(update);
        problems.report([]);
      } catch (error) {
        problems.report([
          `settings cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        ]);
      }
    },
  });
}
