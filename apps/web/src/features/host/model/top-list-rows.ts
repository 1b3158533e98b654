import type { OwnedKey } from "@fourtuple/contracts/agent";
import type {
  CgroupEntry,
  DestinationEntry,
  LocalPortEntry,
  PeerEntry,
  TopEntry,
  TopList,
  TopLists,
} from "@fourtuple/core/samples";
import { describeCgroup } from "./describe-cgroup";
import { endpointOf } from "./sort-listeners";

/** The four lists of a census, in the order of their tabs. */
export const LIST_KINDS = ["destinations", "localPorts", "peers", "cgroups"] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export interface EntryOf {
  readonly destinations: DestinationEntry;
  readonly localPorts: LocalPortEntry;
  readonly peers: PeerEntry;
  readonly cgroups: CgroupEntry;
}

/** An entry with the key that names it from one census to the next, and what a search looks at. */
export interface Row<E extends TopEntry> {
  readonly key: string;
  readonly text: string;
  readonly entry: E;
}

/** The key of a row that the owners of its sockets are told under. */
export function rowKeyOf(key: OwnedKey): string {
  switch (key.list) {
    case "destinations":
      return `${key.sourceAddress} ${key.address} ${key.port}`;
    case "localPorts":
      return String(key.port);
    case "peers":
      return key.address;
  }
}

/** Most ports first; where they are not known, most sockets. Equal ones stay as the agent has them. */
function byPorts(a: DestinationEntry, b: DestinationEntry): number {
  return (b.occupiedPorts ?? -1) - (a.occupiedPorts ?? -1) || b.sockets - a.sockets;
}

const ROWS: { readonly [K in ListKind]: (entries: readonly EntryOf[K][]) => readonly Row<EntryOf[K]>[] } = {
  destinations: (entries) =>
    [...entries].sort(byPorts).map((entry) => ({
      key: rowKeyOf({ list: "destinations", ...entry }),
      text: `${entry.sourceAddress} ${endpointOf(entry)}`,
      entry,
    })),
  localPorts: (entries) =>
    entries.map((entry) => ({ key: String(entry.port), text: String(entry.port), entry })),
  peers: (entries) => entries.map((entry) => ({ key: entry.address, text: entry.address, entry })),
  cgroups: (entries) =>
    entries.map((entry) => {
      const { name, of } = describeCgroup(entry);
      return { key: entry.id, text: `${name} ${of ?? ""} ${entry.path ?? ""}`.toLowerCase(), entry };
    }),
};

/** The rows of one list, by rank: destinations by the ports they hold, the others by their sockets. */
export function rowsOf<K extends ListKind>(kind: K, lists: TopLists): readonly Row<EntryOf[K]>[] {
  // Safe: the list named K holds entries of EntryOf[K], which TypeScript does not follow through an index.
  const list = lists[kind] as unknown as TopList<EntryOf[K]>;
  return ROWS[kind](list.entries);
}

/** Whether every word is in the row, in any order and case. */
export function matches({ text }: Pick<Row<TopEntry>, "text">, filter: string): boolean {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
}
