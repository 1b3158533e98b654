import type { Namespaces } from "@fourtuple/contracts/agent";
import {
  type NamespaceSweep,
  type NamespacesFound,
  openNamespaceSweep,
} from "@fourtuple/linux-net/namespaces";
import { type Clock, systemClock } from "../clock.js";

/** A tenth of a percent of one core, on top of what the censuses of our own namespace may use (judgement). */
const CPU_SHARE = 0.001;
const SHORTEST_INTERVAL_MS = 30_000;
/** However many containers there are, each is looked at so often. */
const LONGEST_INTERVAL_MS = 600_000;
/** After the first samples are out. */
const FIRST_AFTER_MS = 2_000;

export interface NamespaceWatchOptions {
  readonly procRoot: string;
  readonly push: (namespaces: Namespaces) => void;
  readonly clock?: Clock;
  readonly sweep?: NamespaceSweep;
}

export interface NamespaceWatch {
  /** Why namespaces may be missing or could not be read at the last sweep; null when all is well. */
  problem(): string | null;
  stop(): Promise<void>;
}

/** Sweeps the other network namespaces again and again, as often as their own budget allows. */
export function startNamespaceWatch(options: NamespaceWatchOptions): NamespaceWatch {
  const { procRoot, push, clock = systemClock, sweep = openNamespaceSweep({ procRoot }) } = options;
  let problem: string | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  let cancel = clock.after(FIRST_AFTER_MS, begin);

  function begin(): void {
    running = look().finally(() => {
      running = null;
    });
  }

  async function look(): Promise<void> {
    const found = await sweep.sweep();
    if (stopped) return;
    const intervalMs = intervalFor(found.cpuUs);
    problem = found.problem ?? found.namespaces.find((each) => each.problem !== null)?.problem ?? null;
    push(describe(found, clock.wallMs(), intervalMs));
    cancel = clock.after(intervalMs, begin);
  }

  return {
    problem: () => problem,
    stop: async () => {
      stopped = true;
      cancel();
      sweep.close();
      await running;
    },
  };
}

/** @returns ms from the end of a sweep that cost `cpuUs` to the next. */
export function intervalFor(cpuUs: number): number {
  const affordableMs = Math.ceil(cpuUs / 1000 / CPU_SHARE);
  return Math.min(Math.max(affordableMs, SHORTEST_INTERVAL_MS), LONGEST_INTERVAL_MS);
}

function describe(
  { namespaces, more, cpuUs }: NamespacesFound,
  atMs: number,
  intervalMs: number,
): Namespaces {
  return {
    atMs,
    intervalMs,
    cpuUs,
    namespaces: namespaces.map(({ portRange, destinations, states, sysctls, ...rest }) => ({
      ...rest,
      states: states === null ? null : { ...states },
      portRange: portRange === null ? null : [portRange[0], portRange[1]],
      sysctls: { ...sysctls },
      destinations: destinations.map((each) => ({ ...each })),
    })),
    more,
  };
}
