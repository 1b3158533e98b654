import type { FleetHost } from "./fleet-host";

/** Hosts whose name, kernel or labels (role=db) hold every word, in any order and case. */
export function filterHosts(hosts: readonly FleetHost[], query: string): readonly FleetHost[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return hosts;
  return hosts.filter((host) => {
    const labels = Object.entries(host.labels).map(([key, value]) => `${key}=${value}`);
    const text = [host.name, host.kernel, ...labels].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
