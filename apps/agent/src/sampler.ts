import type { Condition, TierCondition } from "@fourtuple/contracts/agent";
import type { CensusSource, Sample, TopLists } from "@fourtuple/core/samples";
import { CensusDesk } from "./census/census-desk.js";
import type { PortFacts } from "./census/port-facts.js";
import { type Clock, systemClock } from "./clock.js";
import {
  type ProcessFigures,
  placeCensus,
  placeProcess,
  placeSpool,
  placeStates,
  watchThisProcess,
} from "./collectors/agent-metrics.js";
import { type CensusCollector, openCensusCollector } from "./collectors/census.collector.js";
import { type GaugesCollector, openGaugesCollector } from "./collectors/gauges.collector.js";
import { type ListenerList, listListeners } from "./collectors/listeners.js";
import { openPulseCollector, type PulseCollector } from "./collectors/pulse.collector.js";
import type { GovernorSettings } from "./governor/governor.js";

export interface Taken {
  readonly sample: Sample;
  /** Null when the listeners could not be read, or not in time, or are what they were since nothing moved. */
  readonly listeners: ListenerList | null;
  /** Of the censuses that ended since the sample before: most often one or none. */
  readonly topLists: readonly TopLists[];
  /** What was not available or not whole, and why. */
  readonly problems: readonly string[];
}

/** How the looking goes. */
export interface SamplerStatus {
  /** Share of one core that the process used over the last minute; null before there is one. */
  readonly cpuUsed: number | null;
  readonly source: CensusSource;
  /** Why it is not a better source; null for sock_diag. */
  readonly sourceReason: string | null;
  readonly tiers: readonly TierCondition[];
  /** Whether the last pulse had any figure. */
  readonly pulseWorks: boolean;
  readonly conntrackProblem: string | null;
}

export interface Sampler {
  /** Never rejects: what a collector cannot give is null in the sample. Must not be called while one runs. */
  take(): Promise<Taken>;
  status(): SamplerStatus;
  close(): void;
}

export interface SamplerParts {
  readonly pulse: PulseCollector;
  readonly gauges: GaugesCollector;
  readonly census: CensusCollector;
}

export interface SamplerOptions {
  /** Start of this run of the agent; with `seq` it names each sample. */
  readonly epochMs: number;
  readonly governor: GovernorSettings;
  /** The ephemeral ports, as last read. */
  readonly ports: () => PortFacts;
  /** Null where nothing is kept. */
  readonly spool: (() => Condition["spool"]) | null;
  readonly clock?: Clock;
  readonly process?: ProcessFigures;
}

/** Assembles one sample per call from the collectors. */
export function createSampler(
  { pulse, gauges, census }: SamplerParts,
  { epochMs, governor, ports, spool, clock = systemClock, process = watchThisProcess(clock) }: SamplerOptions,
): Sampler {
  const desk = new CensusDesk({ census, settings: governor, ports, clock, processCpuUs: process.cpuUs });
  let seq = 0;
  let pulseWorks = false;
  return {
    async take() {
      seq += 1;
      const atMs = clock.wallMs();
      const { values, problems } = pulse.collect();
      pulseWorks = values.some((value) => value !== null);
      gauges.place(values);
      const look = await desk.look({ monotonicMs: clock.monotonicMs(), wallMs: atMs, values });
      placeStates(values, look.states);
      placeCensus(values, look);
      placeProcess(values, process);
      if (spool !== null) placeSpool(values, spool());
      const { source: censusSource, partial, listeners, topLists } = look;
      return {
        sample: { epochMs, seq, atMs, censusSource, partial, values },
        listeners:
          listeners === null || listeners.listening === null
            ? null
            : listListeners(listeners.listeners, listeners.listenersOmitted),
        topLists,
        problems: [...problems, ...look.problems],
      };
    },
    status: () => ({
      cpuUsed: desk.cpuUsed,
      source: desk.source.source,
      sourceReason: desk.source.reason,
      tiers: desk.tiers(),
      pulseWorks,
      conntrackProblem: gauges.conntrackProblem(),
    }),
    close: () => {
      pulse.close();
      gauges.close();
      desk.close();
    },
  };
}

/** A sampler of the kernel, or of a fixture, below `procRoot`. */
export function openSampler(procRoot: string, options: SamplerOptions): Sampler {
  const parts = {
    pulse: openPulseCollector(procRoot),
    gauges: openGaugesCollector(procRoot),
    census: openCensusCollector(procRoot),
  };
  return createSampler(parts, options);
}
