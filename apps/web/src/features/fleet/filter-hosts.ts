import type { FleetHost } from "./fleet-host";

/** Hosts whose name or kernel holds every word, in any order and case. */
export function filterHosts(hosts: readonly FleetHost[], query: string): readonly FleetHost[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return hosts;
  return hosts.filter((host) => {
    const text = `${host.name} ${host.kernel}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
