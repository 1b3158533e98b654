import { countUsablePorts } from "@fourtuple/core/capacity";
import type { DestinationEntry } from "@fourtuple/core/samples";
import { joinReasons } from "../census/reading.js";
import { readProcessCgroup } from "../owners/process-facts.js";
import type { NamespaceCount } from "./count-namespace.js";
import type { NamespacePlace } from "./find-namespaces.js";
import { type InspectContext, inspectNamespace } from "./inspect-namespace.js";
import {
  MAX_NAMESPACE_DESTINATIONS,
  type NamespaceDestination,
  type NamespaceReading,
} from "./namespace-reading.js";
import type { NamespaceSettings } from "./namespace-settings.js";

const MAX_PROBLEM_LENGTH = 300;

/** @returns the name of `ip netns`, else the container or unit of a process in it, else null. */
function nameOf({ mountName, pid }: NamespacePlace, procRoot: string): string | null {
  if (mountName !== null || pid === null) return mountName;
  const { container, unit } = readProcessCgroup(procRoot, pid);
  return container ?? unit;
}

function describeDestination(entry: DestinationEntry): NamespaceDestination {
  const { sourceAddress, address, port, sockets, states, occupiedPorts } = entry;
  return { sourceAddress, address, port, sockets, timeWait: states.TIME_WAIT, occupiedPorts };
}

function usablePortsOf({ range, reserved }: NamespaceSettings, found: NamespaceCount | null): number | null {
  if (range === null || reserved === null || found === null) return null;
  return countUsablePorts({ range, reserved, explicitlyBound: found.listeningPorts });
}

export interface ReadOutcome {
  /** Null when the namespace is gone. */
  readonly reading: NamespaceReading | null;
  readonly cpuUs: number;
}

/** Reads one namespace. `readAtMs`: the time of it, ms since 1970. Never rejects. */
export async function readNamespace(
  place: NamespacePlace,
  readAtMs: number,
  context: InspectContext,
): Promise<ReadOutcome> {
  const name = nameOf(place, context.procRoot);
  const inspection = await inspectNamespace(place, context);
  if (inspection === null) return { reading: null, cpuUs: 0 };
  const { settings, count, cpuUs } = inspection;
  const found = count.ok ? count.found : null;
  const problem = joinReasons([inspection.problem, count.ok ? count.found.partialReason : count.reason]);
  const reading: NamespaceReading = {
    inode: place.inode,
    name,
    pid: place.pid,
    readAtMs,
    states: found?.states ?? null,
    portRange: settings.range,
    usablePorts: usablePortsOf(settings, found),
    sysctls: settings.sysctls,
    destinations: (found?.destinations ?? []).slice(0, MAX_NAMESPACE_DESTINATIONS).map(describeDestination),
    problem: problem?.slice(0, MAX_PROBLEM_LENGTH) ?? null,
  };
  return { reading, cpuUs };
}
