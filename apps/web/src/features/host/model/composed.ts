import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import type { Values } from "./reconcile";

/**
 * Between two counts of every socket the figures of a sample are put together: LISTEN is read each time,
 * ESTABLISHED and TIME_WAIT follow from the kernel's own counters and the newest count of their neighbours,
 * and the others are as old as the newest count that asked for them.
 */
export interface Composed {
  /** Age of the newest count of every socket. */
  readonly fullAgeMs: number;
  /** Age of the newest count of the states of opening and closing, which may be that of every socket. */
  readonly troubledAgeMs: number;
  /** How the figure of a state came about; null for one that was read for this sample. */
  readonly of: (state: TcpState) => { readonly how: "derived" | "kept"; readonly ageMs: number } | null;
}

/** States that only the count of every socket tells, beside those derived and LISTEN. */
const ONLY_FULL: ReadonlySet<TcpState> = new Set(["CLOSE"]);
const DERIVED: ReadonlySet<TcpState> = new Set(["ESTABLISHED", "TIME_WAIT"]);

/**
 * An agent that may count every socket with each sample leaves that out while nothing moves, but for a count every
 * so often: as the agent has it. Within that time its figures are those of now, since nothing has moved. A sample whose
 * count came too late for it, or could not be paid for yet, looks the same and stays unmarked: both are rare.
 */
export const STILL_EVERY_MS = 5000;

/**
 * @param countsEachSample whether every socket is counted with each sample as long as something moves
 * @returns null for a sample whose sockets were all counted, or stand as they were counted, and for an agent that
 *   always counts them all
 */
export function composedOf(values: Values, countsEachSample: boolean): Composed | null {
  const fullAgeMs = values["agent.fullCensusAgeMs"] ?? null;
  if (fullAgeMs === null || fullAgeMs === 0) return null;
  if (countsEachSample && fullAgeMs <= STILL_EVERY_MS) return null;
  const troubledAgeMs = Math.min(fullAgeMs, values["agent.troubledCensusAgeMs"] ?? fullAgeMs);
  return {
    fullAgeMs,
    troubledAgeMs,
    of: (state) => {
      if (state === "LISTEN") return null;
      if (DERIVED.has(state)) return { how: "derived", ageMs: troubledAgeMs };
      const ageMs = ONLY_FULL.has(state) ? fullAgeMs : troubledAgeMs;
      return ageMs === 0 ? null : { how: "kept", ageMs };
    },
  };
}

/** The same as one word to compare by, so that a page redraws only when it says something else. */
export function composedKey(values: Values, countsEachSample: boolean): string {
  const composed = composedOf(values, countsEachSample);
  if (composed === null) return "";
  return TCP_STATES.map((state) => composed.of(state)?.ageMs ?? "").join(" ");
}
