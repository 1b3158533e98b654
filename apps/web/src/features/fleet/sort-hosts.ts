import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { countOf, type FleetHost } from "./fleet-host";

export const SORT_KEYS = ["name", "kernel", "status", "age", "censusSource", ...TCP_STATES] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type Sort = { readonly key: SortKey; readonly descending: boolean };

export const DEFAULT_SORT: Sort = { key: "name", descending: false };

/** `-TIME_WAIT` is TIME_WAIT, largest first; what is not understood is the default. */
export function parseSort(text: string | null): Sort {
  const descending = text?.startsWith("-") ?? false;
  const name = descending ? text?.slice(1) : text;
  const key = SORT_KEYS.find((candidate) => candidate === name);
  return key ? { key, descending } : DEFAULT_SORT;
}

export function formatSort({ key, descending }: Sort): string {
  return descending ? `-${key}` : key;
}

/** Words first go up, figures first go down, since the largest is what one looks for. */
export function nextSort(current: Sort, key: SortKey): Sort {
  if (current.key === key) return { key, descending: !current.descending };
  return { key, descending: isState(key) };
}

/** A host without the figure comes last in both directions; ties go by name. */
export function compareHosts({ key, descending }: Sort): (a: FleetHost, b: FleetHost) => number {
  return (a, b) => {
    const left = sortValue(a, key);
    const right = sortValue(b, key);
    if (left === null || right === null) {
      if (left === right) return compareNames(a.name, b.name);
      return left === null ? 1 : -1;
    }
    const order = typeof left === "string" ? compareNames(left, String(right)) : left - Number(right);
    return (descending ? -order : order) || compareNames(a.name, b.name);
  };
}

/** web-2 before web-10. */
const names = new Intl.Collator("en", { numeric: true });

function compareNames(a: string, b: string): number {
  return names.compare(a, b);
}

const STATUS_RANK = { offline: 0, stale: 1, never: 2, live: 3 } as const;

function sortValue(host: FleetHost, key: SortKey): string | number | null {
  if (isState(key)) return countOf(host, key);
  if (key === "status") return STATUS_RANK[host.statusNow];
  // Live hosts are all equally fresh: which of them spoke last changes many times a second.
  if (key === "age") return host.statusNow === "live" ? 0 : host.ageMs;
  return host[key];
}

export function isState(key: SortKey): key is TcpState {
  return TCP_STATES.some((state) => state === key);
}

export type FrozenOrder = { readonly sort: Sort; readonly ids: readonly string[] };

/**
 * The order stays as it was when it was asked for, while the figures under it move: hosts that went
 * fall out, new ones come at the end. Another sort, or none before, orders anew.
 *
 * @returns `previous` itself when nothing changed
 */
export function keepOrder(
  previous: FrozenOrder | null,
  hosts: readonly FleetHost[],
  sort: Sort,
): FrozenOrder {
  if (previous === null || previous.ids.length === 0 || formatSort(previous.sort) !== formatSort(sort)) {
    return orderNow(hosts, sort);
  }
  const present = new Set(hosts.map((host) => host.id));
  const known = new Set(previous.ids);
  const kept = previous.ids.filter((id) => present.has(id));
  const fresh = hosts.filter((host) => !known.has(host.id));
  if (fresh.length === 0 && kept.length === previous.ids.length) return previous;
  return { sort, ids: [...kept, ...orderNow(fresh, sort).ids] };
}

export function orderNow(hosts: readonly FleetHost[], sort: Sort): FrozenOrder {
  return { sort, ids: [...hosts].sort(compareHosts(sort)).map((host) => host.id) };
}

/** Whether the figures have moved past the order shown. */
export function isOutOfOrder(order: FrozenOrder, hosts: readonly FleetHost[]): boolean {
  const compare = compareHosts(order.sort);
  const byId = new Map(hosts.map((host) => [host.id, host]));
  const shown = order.ids.flatMap((id) => byId.get(id) ?? []);
  return shown.some((host, index) => {
    const before = shown[index - 1];
    return before !== undefined && compare(before, host) > 0;
  });
}
