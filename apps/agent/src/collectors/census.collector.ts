import { type CensusSource, STATE_METRIC_ID } from "@fourtuple/core/samples";
import { type StateCounts, TCP_STATES } from "@fourtuple/core/tcp";
import { type Census, type ListenerSocket, openCensus } from "@fourtuple/linux-net/sock-diag";

export interface CensusCollected {
  readonly source: CensusSource;
  readonly partial: boolean;
  /** Null when no source worked: nothing is known then, not even that there is no socket. */
  readonly counts: StateCounts | null;
  readonly listeners: readonly ListenerSocket[] | null;
  /** Listeners that are in the count of LISTEN but not in the list. */
  readonly listenersOmitted: number;
  readonly problems: readonly string[];
}

export interface CensusCollector {
  collect(): Promise<CensusCollected>;
  close(): void;
}

/** The count of every socket by state, and the listeners. */
export function createCensusCollector(census: Census): CensusCollector {
  return { collect: () => collectCensus(census), close: () => census.close() };
}

export function openCensusCollector(procRoot: string): CensusCollector {
  return createCensusCollector(openCensus({ procRoot }));
}

async function collectCensus(census: Census): Promise<CensusCollected> {
  try {
    const reading = await census.read();
    const { source, partial, counts } = reading;
    const better = reading.reason === null ? [] : [`sockets are counted by ${source}: ${reading.reason}`];
    const missing = partial
      ? [`the count of sockets is partial: ${reading.partialReason ?? "no reason given"}`]
      : [];
    return {
      source,
      partial,
      counts,
      listeners: counts === null ? null : reading.listeners,
      listenersOmitted: reading.listenersOmitted,
      problems: [...better, ...missing],
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      source: "none",
      partial: false,
      counts: null,
      listeners: null,
      listenersOmitted: 0,
      problems: [`sockets cannot be counted: ${reason}`],
    };
  }
}

/** Puts the counts at the ids of their metrics. */
export function placeStateCounts(values: (number | null)[], counts: StateCounts | null): void {
  for (const state of TCP_STATES) values[STATE_METRIC_ID[state]] = counts === null ? null : counts[state];
}
