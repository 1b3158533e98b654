import type { Condition } from "@fourtuple/contracts/agent";
import { metricByName, STATE_METRIC_ID } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import type { Look } from "../census/census-desk.js";
import type { StateFigures } from "../census/known-states.js";
import type { Clock } from "../clock.js";

const ID = {
  finWait2InTimeWait: idOf("census.finWait2InTimeWait"),
  fullAgeMs: idOf("agent.fullCensusAgeMs"),
  fullIntervalMs: idOf("agent.fullCensusIntervalMs"),
  troubledAgeMs: idOf("agent.troubledCensusAgeMs"),
  troubledIntervalMs: idOf("agent.troubledCensusIntervalMs"),
  cpuUs: idOf("agent.cpuUs"),
  residentBytes: idOf("agent.residentBytes"),
  spoolRecords: idOf("spool.records"),
  spoolBytes: idOf("spool.bytes"),
  spoolLostSamples: idOf("spool.lostSamples"),
};

/** What this process uses. */
export interface ProcessFigures {
  /** User and system since it began, µs. */
  readonly cpuUs: () => number;
  /** Null when it cannot be read. */
  readonly residentBytes: () => number | null;
}

/** It changes slowly, and a system call with every sample is not for nothing (judgement). */
const RESIDENT_EVERY_MS = 30_000;

/** The figures of this process; its memory is read now and then. */
export function watchThisProcess({ monotonicMs }: Clock): ProcessFigures {
  let residentBytes: number | null = null;
  let readAtMs = Number.NEGATIVE_INFINITY;
  return {
    cpuUs: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    residentBytes: () => {
      if (monotonicMs() - readAtMs < RESIDENT_EVERY_MS) return residentBytes;
      readAtMs = monotonicMs();
      residentBytes = readResidentBytes();
      return residentBytes;
    },
  };
}

function readResidentBytes(): number | null {
  try {
    return process.memoryUsage.rss();
  } catch {
    // It opens /proc/self/stat, which takes a descriptor that may not be left.
    return null;
  }
}

/** By metric id. */
type Values = (number | null)[];

/** Puts the counts at the ids of their metrics. */
export function placeStates(values: Values, states: StateFigures): void {
  for (const state of TCP_STATES) values[STATE_METRIC_ID[state]] = states[state];
}

/** How old the counts are and how often they are made; an interval is null while no source works. */
export function placeCensus(values: Values, { ages, plan, source, finWait2InTimeWait }: Look): void {
  const works = source !== "none";
  values[ID.finWait2InTimeWait] = finWait2InTimeWait;
  values[ID.fullAgeMs] = ages.full;
  values[ID.fullIntervalMs] = works ? plan.full.intervalMs : null;
  values[ID.troubledAgeMs] = ages.troubled;
  values[ID.troubledIntervalMs] = works ? (plan.troubled.intervalMs ?? plan.full.intervalMs) : null;
}

export function placeProcess(values: Values, figures: ProcessFigures): void {
  values[ID.cpuUs] = figures.cpuUs();
  values[ID.residentBytes] = figures.residentBytes();
}

export function placeSpool(values: Values, { records, bytes, lostSamples }: Condition["spool"]): void {
  values[ID.spoolRecords] = records;
  values[ID.spoolBytes] = bytes;
  values[ID.spoolLostSamples] = lostSamples;
}

function idOf(name: string): number {
  return metricByName(name)?.id ?? -1;
}
