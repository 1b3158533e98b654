import { openServiceManager, type ServiceManager } from "@fourtuple/linux-net/service-manager";
import type { Logger } from "pino";
import { type Clock, systemClock } from "../clock.js";
import type { AgentConfig } from "../config.js";

/** A sample may be this much late before the agent counts as stuck; then the manager is to start it anew (judgement). */
const MISSED_SAMPLES = 2;
const GRACE_MS = 2_000;

/** Tells a service manager such as systemd how we are, sd_notify(3). Without one it does nothing. */
export interface ServiceNotifier {
  /** A sample was taken. The first says that we are up. */
  sampled(): void;
  stop(): void;
}

export interface ServiceNotifierOptions {
  readonly config: Pick<AgentConfig, "serviceManager" | "intervalMs">;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly open?: typeof openServiceManager;
}

const NOBODY: ServiceNotifier = { sampled: () => undefined, stop: () => undefined };

export async function startServiceNotifier(options: ServiceNotifierOptions): Promise<ServiceNotifier> {
  const { config, log, open = openServiceManager } = options;
  if (config.serviceManager === null) return NOBODY;
  const opening = await open(config.serviceManager.socket);
  if (!opening.ok) {
    log.warn(`the service manager cannot be told that this agent runs: ${opening.reason}`);
    return NOBODY;
  }
  return notify(opening.manager, config.serviceManager.watchdogMs, options);
}

/** The watchdog is fed at twice its pace (sd_watchdog_enabled(3)), and only while samples really come. */
function notify(
  manager: ServiceManager,
  watchdogMs: number | null,
  { config, clock = systemClock }: ServiceNotifierOptions,
): ServiceNotifier {
  const stuckAfterMs = config.intervalMs * MISSED_SAMPLES + GRACE_MS;
  let sampledMs: number | null = null;
  let cancel = (): void => undefined;

  function feed(everyMs: number): void {
    if (sampledMs !== null && clock.monotonicMs() - sampledMs <= stuckAfterMs) manager.notify("WATCHDOG=1");
    cancel = clock.after(everyMs, () => feed(everyMs));
  }

  if (watchdogMs !== null) feed(watchdogMs / 2);
  return {
    sampled() {
      if (sampledMs === null) manager.notify("READY=1");
      sampledMs = clock.monotonicMs();
    },
    stop() {
      cancel();
      manager.notify("STOPPING=1");
      manager.close();
    },
  };
}
