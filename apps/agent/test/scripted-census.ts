import type { CensusTier } from "@fourtuple/core/samples";
import { type StateCounts, zeroStateCounts } from "@fourtuple/core/tcp";
import type {
  CensusCollected,
  CensusCollector,
  ListenersCollected,
} from "../src/collectors/census.collector.js";

export const ONE_LISTENER = { address: "::", port: 443, acceptQueue: 1, backlog: 511, drops: 0, uid: 33 };

export function listenersOf(changes: Partial<ListenersCollected> = {}): ListenersCollected {
  return {
    source: "sock_diag",
    reason: null,
    partial: false,
    partialReason: null,
    cpuUs: 40,
    listening: 1,
    listeners: [ONE_LISTENER],
    listenersOmitted: 0,
    problems: [],
    ...changes,
  };
}

export function censusOf(
  tier: CensusTier,
  counts: Partial<StateCounts> | null,
  changes: Partial<CensusCollected> = {},
): CensusCollected {
  return {
    tier,
    source: "sock_diag",
    reason: null,
    partial: false,
    partialReason: null,
    cpuUs: 400,
    counts: counts === null ? null : { ...zeroStateCounts(), ...counts },
    finWait2InTimeWait: 0,
    sockets: 100,
    topLists: counts === null ? null : emptyTopLists(tier),
    problems: [],
    ...changes,
  };
}

function emptyTopLists(tier: CensusTier) {
  const empty = { entries: [], other: { sockets: 0, states: zeroStateCounts(), keys: 0, keysExact: true } };
  return {
    tier,
    partial: false,
    destinations: empty,
    localPorts: empty,
    peers: empty,
    cgroups: empty,
    withoutCgroup: 0,
  };
}

export interface ScriptedCensus extends CensusCollector {
  /** Tiers that were read, in order. */
  readonly asked: CensusTier[];
  isClosed(): boolean;
}

/** A census that answers by a function; by default at once. */
export function scriptedCensus(
  answer: (tier: CensusTier) => CensusCollected | Promise<CensusCollected>,
  listeners: () => ListenersCollected | Promise<ListenersCollected> = listenersOf,
): ScriptedCensus {
  const asked: CensusTier[] = [];
  let closed = false;
  return {
    asked,
    isClosed: () => closed,
    readListeners: async () => listeners(),
    read: async (tier) => {
      asked.push(tier);
      return answer(tier);
    },
    close: () => {
      closed = true;
    },
  };
}
