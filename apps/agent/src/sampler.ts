import type { Sample } from "@fourtuple/core/samples";
import { type Clock, systemClock } from "./clock.js";
import {
  type CensusCollector,
  openCensusCollector,
  placeStateCounts,
} from "./collectors/census.collector.js";
import { type ListenerList, listListeners } from "./collectors/listeners.js";
import { openPulseCollector, type PulseCollector } from "./collectors/pulse.collector.js";

export interface Taken {
  readonly sample: Sample;
  /** Null when the sockets could not be counted. */
  readonly listeners: ListenerList | null;
  /** What was not available or not whole, and why. */
  readonly problems: readonly string[];
}

export interface Sampler {
  /** Never rejects: what a collector cannot give is null in the sample. Must not be called while one runs. */
  take(): Promise<Taken>;
  close(): void;
}

export interface SamplerOptions {
  /** Start of this run of the agent; with `seq` it names each sample. */
  readonly epochMs: number;
  readonly pulse: PulseCollector;
  readonly census: CensusCollector;
  readonly clock?: Clock;
}

/** Assembles one sample per call from the collectors. */
export function createSampler({ epochMs, pulse, census, clock = systemClock }: SamplerOptions): Sampler {
  let seq = 0;
  return {
    async take() {
      seq += 1;
      const atMs = clock.wallMs();
      const { values, problems } = pulse.collect();
      const counted = await census.collect();
      placeStateCounts(values, counted.counts);
      return {
        sample: { epochMs, seq, atMs, censusSource: counted.source, partial: counted.partial, values },
        listeners:
          counted.listeners === null ? null : listListeners(counted.listeners, counted.listenersOmitted),
        problems: [...problems, ...counted.problems],
      };
    },
    close: () => {
      pulse.close();
      census.close();
    },
  };
}

/** A sampler of the kernel, or of a fixture, below `procRoot`. */
export function openSampler(procRoot: string, epochMs: number): Sampler {
  return createSampler({
    epochMs,
    pulse: openPulseCollector(procRoot),
    census: openCensusCollector(procRoot),
  });
}
