import { readHostFacts } from "@fourtuple/linux-net/proc";
import { type Logger, pino } from "pino";
import { keepPortFacts } from "./census/port-facts.js";
import { TopListMinutes } from "./census/top-list-minutes.js";
import { systemClock } from "./clock.js";
import { createSysctlCollector, type SysctlCollector } from "./collectors/sysctls.collector.js";
import { createConditionDesk } from "./condition/condition-desk.js";
import type { AgentConfig } from "./config.js";
import { loadOrCreateIdentity } from "./identity.js";
import { releaseMemoryLater } from "./memory-release.js";
import { type NamespaceWatch, startNamespaceWatch } from "./namespaces/namespace-watch.js";
import { createOwnersAnswer } from "./owners/answer-owners.js";
import { createProblemLog } from "./problem-log.js";
import { openSampler, type Sampler } from "./sampler.js";
import { type Scheduler, startScheduler } from "./scheduler.js";
import { startServiceNotifier } from "./service-manager/service-notifier.js";
import { openSpool } from "./spool/open-spool.js";
import type { Spool } from "./spool/spool.js";
import { createHello } from "./uplink/hello.js";
import { Uplink, type UplinkOptions } from "./uplink/uplink.js";
import { readAgentVersion } from "./version.js";

const SYSCTL_INTERVAL_MS = 10_000;

export interface RunningAgent {
  readonly publicKey: string;
  /** Ends after the sample under way; what the server has not stored by then stays in the spool. */
  stop(): Promise<void>;
}

/** What tests replace. */
export interface AgentParts extends Partial<Pick<UplinkOptions, "timing" | "backoff" | "random">> {
  readonly log?: Logger;
  readonly sampler?: Sampler;
}

/**
 * Watches the host until it is stopped.
 * @throws AgentIdentityError when the key file cannot be used; all later trouble is logged and survived.
 */
export async function runAgent(config: AgentConfig, parts: AgentParts = {}): Promise<RunningAgent> {
  const {
    log = pino({ name: "agent", level: config.logLevel }),
    sampler: givenSampler,
    ...uplinkParts
  } = parts;
  const identity = await loadOrCreateIdentity(config.identityFile);
  const epochMs = systemClock.wallMs();
  const spool = await openSpool({ directory: config.spoolDirectory, maxBytes: config.spoolMaxBytes, log });
  const sysctls = createSysctlCollector({ procRoot: config.procRoot });
  const sampler =
    givenSampler ??
    openSampler(config.procRoot, {
      epochMs,
      governor: { tickMs: config.intervalMs, cpuBudget: config.cpuBudget },
      ports: keepPortFacts(sysctls.latest),
      spool: () => spool.status(),
    });
  const minutes = new TopListMinutes();
  const agentVersion = readAgentVersion();
  const { procRoot, intervalMs } = config;
  const uplink = new Uplink({
    ...uplinkParts,
    serverUrl: config.serverUrl,
    latestSysctls: sysctls.latest,
    answer: (nonce) =>
      createHello(nonce, { identity, agentVersion, epochMs, intervalMs, host: readHostFacts(procRoot) }),
    spool,
    onOwnersRequest: createOwnersAnswer({ procRoot, latestLists: () => minutes.latest }),
    log,
  });
  const stopWatching = await startWatching({ config, log, spool, sysctls, sampler, minutes, uplink });
  return {
    publicKey: identity.publicKey,
    stop: async () => {
      await stopWatching();
      sampler.close();
      await uplink.stop();
      await spool.close();
    },
  };
}

/** What runs as long as the agent does. */
interface Works {
  readonly config: AgentConfig;
  readonly log: Logger;
  readonly spool: Spool;
  readonly sysctls: SysctlCollector;
  readonly sampler: Sampler;
  readonly minutes: TopListMinutes;
  readonly uplink: Uplink;
}

/** @returns what ends it all, after the sample under way. */
async function startWatching(works: Works): Promise<() => Promise<void>> {
  const { config, log, sysctls, uplink } = works;
  const pollSysctls = sysctlPoll(sysctls, uplink, log);
  // The first census wants to know the range of the ports.
  await pollSysctls();
  const notifier = await startServiceNotifier({ config, log });
  const namespaces =
    config.namespaces === "all"
      ? startNamespaceWatch({ procRoot: config.procRoot, push: (found) => uplink.pushNamespaces(found) })
      : null;
  uplink.start();
  const sampling = startSampling(works, namespaces, notifier.sampled);
  const polling = startScheduler({ intervalMs: SYSCTL_INTERVAL_MS, run: pollSysctls });
  const keepMemory = releaseMemoryLater(log);
  return async () => {
    keepMemory();
    await Promise.all([sampling.stop(), polling.stop(), namespaces?.stop()]);
    notifier.stop();
  };
}

function startSampling(works: Works, namespaces: NamespaceWatch | null, sampled: () => void): Scheduler {
  const { config, log, spool, sysctls, sampler, minutes, uplink } = works;
  const problems = createProblemLog(log);
  const condition = createConditionDesk({
    procRoot: config.procRoot,
    cpuBudget: config.cpuBudget,
    sampler: () => sampler.status(),
    sysctls: sysctls.latest,
    spool: () => spool.status(),
    namespacesProblem: () => namespaces?.problem() ?? null,
    push: (now) => uplink.pushCondition(now),
    log,
  });
  return startScheduler({
    intervalMs: config.intervalMs,
    onSkip: (skipped) =>
      log.warn(
        { skipped },
        "samples were left out: the one before took too long, or this process was held up",
      ),
    run: async () => {
      const { sample, listeners, topLists, problems: found } = await sampler.take();
      spool.append(sample);
      uplink.pushSample(sample);
      if (listeners !== null) uplink.pushListeners(listeners, sample.atMs);
      for (const lists of topLists) {
        if (minutes.isKept(lists)) spool.appendTopLists(lists);
        uplink.pushTopLists(lists);
      }
      problems.report(found);
      condition.sampled();
      sampled();
    },
  });
}

function sysctlPoll(sysctls: SysctlCollector, uplink: Uplink, log: Logger): () => Promise<void> {
  const problems = createProblemLog(log);
  return async () => {
    try {
      const update = await sysctls.collect();
      if (update !== null) uplink.pushSysctls(update);
      problems.report([]);
    } catch (error) {
      problems.report([`settings cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
    }
  };
}
