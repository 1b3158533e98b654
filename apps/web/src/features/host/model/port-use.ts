import type { DestinationEntry, TopLists } from "@fourtuple/core/samples";

/**
 * From half on connect() searches more than a hundred times longer for a free port (it tries the ports of one
 * parity first, net/ipv4/inet_hashtables.c). That few are left at 80 % is judgement.
 */
export const PORT_MARKS = { half: 0.5, scarce: 0.8 } as const;

export interface PortUse {
  readonly occupied: number;
  readonly usable: number;
  readonly share: number;
  readonly level: "calm" | "half" | "scarce";
}

export function portLevel(share: number): PortUse["level"] {
  if (share >= PORT_MARKS.scarce) return "scarce";
  return share >= PORT_MARKS.half ? "half" : "calm";
}

/** @returns null where either figure is not known or no port is usable: a share is never made up. */
export function portUseOf(occupied: number | null, usable: number | null): PortUse | null {
  if (occupied === null || usable === null || usable === 0) return null;
  const share = occupied / usable;
  return { occupied, usable, share, level: portLevel(share) };
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/**
 * Of the ports of a destination, those in TIME_WAIT that connect() may take over all the same (tcp_twsk_unique,
 * net/ipv4/tcp_ipv4.c): tcp_tw_reuse is 1, or it is 2 and one end is a loopback address, and timestamps are on.
 */
export function reusablePorts(
  { sourceAddress, address, states }: Pick<DestinationEntry, "sourceAddress" | "address" | "states">,
  sysctls: ReadonlyMap<string, string>,
): number {
  const reuse = sysctls.get("net.ipv4.tcp_tw_reuse");
  const hasTimestamps = Number(sysctls.get("net.ipv4.tcp_timestamps") ?? 0) > 0;
  const isLoopback = LOOPBACK.test(sourceAddress) || LOOPBACK.test(address);
  return hasTimestamps && (reuse === "1" || (reuse === "2" && isLoopback)) ? states.TIME_WAIT : 0;
}

/** The destination with the least room, by the ports that nobody may take over; null where none is known. */
export function tightestDestination(
  lists: Pick<TopLists, "destinations" | "usablePorts">,
  sysctls: ReadonlyMap<string, string>,
): { readonly entry: DestinationEntry; readonly use: PortUse } | null {
  const candidates = lists.destinations.entries.flatMap((entry) => {
    const held =
      entry.occupiedPorts === null ? null : Math.max(0, entry.occupiedPorts - reusablePorts(entry, sysctls));
    const use = portUseOf(held, lists.usablePorts);
    return use === null ? [] : [{ entry, use }];
  });
  return candidates.sort((a, b) => b.use.share - a.use.share)[0] ?? null;
}
