import type { Sysctls } from "@fourtuple/contracts/agent";
import { SYSCTLS, type SysctlReading, sameSysctlReading } from "@fourtuple/core/tcp";
import { readSysctls } from "@fourtuple/linux-net/sysctl";
import { type Clock, systemClock } from "../clock.js";

/** So that a server which lost something is whole again within the hour (judgement). */
const FULL_EVERY_MS = 3_600_000;

export interface SysctlCollector {
  /** Reads all settings. @returns what to send: all of them at first and each hour, else those that changed, or null. */
  collect(): Promise<Sysctls | null>;
  /** The last readings, for a server that has none yet; null before the first. */
  latest(): Sysctls | null;
}

export interface SysctlCollectorOptions {
  readonly procRoot: string;
  readonly clock?: Clock;
  readonly read?: typeof readSysctls;
}

export function createSysctlCollector(options: SysctlCollectorOptions): SysctlCollector {
  const { procRoot, clock = systemClock, read = readSysctls } = options;
  let known: ReadonlyMap<string, SysctlReading> = new Map();
  let latest: Sysctls | null = null;
  let fullDueMs = clock.monotonicMs();

  return {
    latest: () => latest,
    async collect() {
      const readings = await read(procRoot, SYSCTLS);
      const atMs = clock.wallMs();
      const changed = readings.filter((reading) => isNews(known.get(reading.name), reading));
      known = new Map(readings.map((reading) => [reading.name, reading]));
      latest = { atMs, full: true, readings };
      if (clock.monotonicMs() >= fullDueMs) {
        fullDueMs = clock.monotonicMs() + FULL_EVERY_MS;
        return latest;
      }
      return changed.length > 0 ? { atMs, full: false, readings: changed } : null;
    },
  };
}

function isNews(before: SysctlReading | undefined, now: SysctlReading): boolean {
  return before === undefined || !sameSysctlReading(before, now);
}
