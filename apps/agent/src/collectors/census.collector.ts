import type { CensusTier } from "@fourtuple/core/samples";
import {
  type Census,
  type CensusReading,
  type CensusWants,
  type EphemeralPorts,
  type ListenersReading,
  openCensus,
} from "@fourtuple/linux-net/sock-diag";

export interface CensusCollected extends CensusReading {
  /** What went wrong, each a line for the log. */
  readonly problems: readonly string[];
}

export interface ListenersCollected extends ListenersReading {
  readonly problems: readonly string[];
}

/** Never rejects: what cannot be had is null, with the reason. */
export interface CensusCollector {
  readListeners(): Promise<ListenersCollected>;
  read(tier: CensusTier, ports: EphemeralPorts, wants?: CensusWants): Promise<CensusCollected>;
  close(): void;
}

/** The listeners, and the count of the other sockets by state, with who holds them. */
export function createCensusCollector(census: Census): CensusCollector {
  return {
    readListeners: async () => {
      const reading = await census.readListeners().catch((error: unknown) => noListeners(error));
      return { ...reading, problems: describe(reading, "list of listeners") };
    },
    read: async (tier, ports, wants) => {
      const reading = await census.read(tier, ports, wants).catch((error: unknown) => noCensus(tier, error));
      return { ...reading, problems: describe(reading, "count of sockets") };
    },
    close: () => census.close(),
  };
}

export function openCensusCollector(procRoot: string): CensusCollector {
  return createCensusCollector(openCensus({ procRoot }));
}

function describe(
  { source, reason, partial, partialReason }: CensusReading | ListenersReading,
  what: string,
): string[] {
  const better = reason === null ? [] : [`sockets are counted by ${source}: ${reason}`];
  return partial ? [...better, `the ${what} is partial: ${partialReason ?? "no reason given"}`] : better;
}

const NOTHING = { source: "none", partial: false, partialReason: null, cpuUs: null } as const;

function noListeners(error: unknown): ListenersReading {
  return { ...NOTHING, reason: reasonOf(error), listening: null, listeners: [], listenersOmitted: 0 };
}

function noCensus(tier: CensusTier, error: unknown): CensusReading {
  return {
    ...NOTHING,
    reason: reasonOf(error),
    tier,
    counts: null,
    finWait2InTimeWait: null,
    sockets: 0,
    topLists: null,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
