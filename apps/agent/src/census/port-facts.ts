import type { Sysctls } from "@fourtuple/contracts/agent";
import {
  countUsablePorts,
  type PortRange,
  parsePortRange,
  parseReservedPorts,
} from "@fourtuple/core/capacity";
import type { EphemeralPorts } from "@fourtuple/linux-net/sock-diag";

const RANGE = "net.ipv4.ip_local_port_range";
const RESERVED = "net.ipv4.ip_local_reserved_ports";

/** The ports that connect() picks from, by the settings of this network namespace. */
export interface PortFacts extends EphemeralPorts {
  readonly range: PortRange | null;
  /** False where ip_local_reserved_ports is there and cannot be read: then nobody knows how many are left. */
  readonly reservedKnown: boolean;
}

export const NO_PORT_FACTS: PortFacts = { range: null, reservedKnown: false, isReserved: () => false };

/** @param sysctls all settings, as last read; null before the first time. */
export function portFactsOf(sysctls: Sysctls | null): PortFacts {
  if (sysctls === null) return NO_PORT_FACTS;
  const range = settingOf(sysctls, RANGE);
  const reserved = parseReservedPorts(settingOf(sysctls, RESERVED) ?? "");
  return {
    range: range === null ? null : parsePortRange(range),
    reservedKnown: statusOf(sysctls, RESERVED) !== "unreadable",
    isReserved: (port) => reserved.has(port),
  };
}

/**
 * @param latest all settings, as last read.
 * @returns what gives the facts of the latest settings: the same object for as long as those it rests on stay the same.
 */
export function keepPortFacts(latest: () => Sysctls | null): () => PortFacts {
  let seen: Sysctls | null = null;
  let key = "";
  let facts = NO_PORT_FACTS;
  return () => {
    const sysctls = latest();
    if (sysctls === seen) return facts;
    seen = sysctls;
    const newest = JSON.stringify(
      sysctls?.readings.filter(({ name }) => name === RANGE || name === RESERVED),
    );
    if (newest !== key) facts = portFactsOf(sysctls);
    key = newest;
    return facts;
  };
}

/** Counts what is left of the range. It is asked for with each census, so that the range is walked only when it changes. */
export class UsablePorts {
  #facts: PortFacts | null = null;
  #unreserved: number | null = null;

  /** @param listenPorts those that some listener is bound to. @returns null where it cannot be known. */
  count(facts: PortFacts, listenPorts: readonly number[]): number | null {
    if (facts !== this.#facts) {
      this.#facts = facts;
      this.#unreserved = countUnreserved(facts);
    }
    return this.#unreserved === null ? null : this.#unreserved - countBound(facts, listenPorts);
  }
}

function countUnreserved({ range, reservedKnown, isReserved }: PortFacts): number | null {
  if (range === null || !reservedKnown) return null;
  return countUsablePorts({ range, reserved: { has: isReserved }, explicitlyBound: [] });
}

function countBound({ range, isReserved }: PortFacts, ports: readonly number[]): number {
  const [low, high] = range ?? [0, 0];
  return new Set(ports.filter((port) => port >= low && port <= high && !isReserved(port))).size;
}

function statusOf({ readings }: Sysctls, name: string): string | undefined {
  return readings.find((reading) => reading.name === name)?.status;
}

function settingOf({ readings }: Sysctls, name: string): string | null {
  const reading = readings.find((each) => each.name === name);
  return reading?.status === "present" ? reading.value : null;
}
