import type { NamespaceReading } from "@fourtuple/contracts/agent";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { portUseOf } from "./port-use";
import { endpointOf } from "./sort-listeners";

type NamespaceDestination = NamespaceReading["destinations"][number];

/** Sockets of a namespace in any state; null where its states could not be read. */
export function socketsOf({ states }: Pick<NamespaceReading, "states">): number | null {
  return states === null ? null : TCP_STATES.reduce((sum, state) => sum + states[state], 0);
}

/** The destination that takes most ports; null for a namespace that opened no connections. */
export function topDestination({ destinations }: Pick<NamespaceReading, "destinations">) {
  const ranked = [...destinations].sort(
    (a, b) => (b.occupiedPorts ?? -1) - (a.occupiedPorts ?? -1) || b.sockets - a.sockets,
  );
  return ranked[0] ?? null;
}

export function namespaceKey({ inode }: Pick<NamespaceReading, "inode">): string {
  return String(inode);
}

function textOf({ name, inode, pid, destinations }: NamespaceReading): string {
  const ends = destinations.map(
    (entry: NamespaceDestination) => `${entry.sourceAddress} ${endpointOf(entry)}`,
  );
  return [name ?? "", inode, pid ?? "", ...ends].join(" ").toLowerCase();
}

const shareOf = (reading: NamespaceReading) =>
  portUseOf(topDestination(reading)?.occupiedPorts ?? null, reading.usablePorts)?.share ?? -1;

/** Those that match, the one nearest to running out of ports first, then by sockets; what could not be read last. */
export function rankNamespaces(namespaces: readonly NamespaceReading[], filter: string) {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return namespaces
    .filter((reading) => words.every((word) => textOf(reading).includes(word)))
    .sort(
      (a, b) => shareOf(b) - shareOf(a) || (socketsOf(b) ?? -1) - (socketsOf(a) ?? -1) || a.inode - b.inode,
    );
}
