import { metricByName, type Sample } from "@fourtuple/core/samples";
import { simulateHost } from "./simulated-host.js";

/** 2026-01-01T00:00:00Z, so that samples look the same in every run. */
export const SAMPLE_EPOCH_MS = Date.UTC(2026, 0, 1);

export interface SampleOverrides extends Partial<Sample> {
  /** Figures by metric name, laid over `values`; null for not available. */
  readonly metrics?: Readonly<Record<string, number | null>>;
}

/** One sample with every metric there, changed as the test asks. Throws on a metric name that does not exist. */
export function makeSample({ metrics = {}, ...overrides }: SampleOverrides = {}): Sample {
  const values = [...(overrides.values ?? simulateHost(1).tick())];
  for (const [name, value] of Object.entries(metrics)) {
    const metric = metricByName(name);
    if (!metric) throw new Error(`there is no metric ${name}`);
    values[metric.id] = value;
  }
  return {
    epochMs: SAMPLE_EPOCH_MS,
    seq: 1,
    atMs: SAMPLE_EPOCH_MS,
    censusSource: "sock_diag",
    partial: false,
    ...overrides,
    values,
  };
}

export interface SampleRunOptions {
  readonly count: number;
  /** Wall time of the first sample. */
  readonly startMs?: number;
  /** Start of the agent's run; `startMs` by default. */
  readonly epochMs?: number;
  readonly firstSeq?: number;
  readonly intervalMs?: number;
  /** Another seed is another host. */
  readonly seed?: number;
}

/** Consecutive samples of one agent's run: counters rise, gauges move, no gaps. */
export function makeSampleRun(options: SampleRunOptions): readonly Sample[] {
  const { count, startMs = SAMPLE_EPOCH_MS, firstSeq = 1, intervalMs = 1_000, seed = 1 } = options;
  const { epochMs = startMs } = options;
  const host = simulateHost(seed);
  return Array.from({ length: count }, (_, index) =>
    makeSample({
      epochMs,
      seq: firstSeq + index,
      atMs: startMs + index * intervalMs,
      values: host.tick(),
    }),
  );
}
