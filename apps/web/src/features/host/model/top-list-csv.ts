import { TIME_WAIT_AGE_LIMITS_SEC, type TopEntry, type TopLists } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { type CsvField, toCsvText } from "../../../lib/csv";
import { type EntryOf, type ListKind, rowsOf } from "./top-list-rows";

const AGE_COLUMNS = [...TIME_WAIT_AGE_LIMITS_SEC, null].map((limit, i) => {
  const from = TIME_WAIT_AGE_LIMITS_SEC[i - 1] ?? 0;
  return limit === null ? `time_wait_from_${from}_s` : `time_wait_${from}_to_${limit}_s`;
});

interface Columns<E> {
  readonly head: readonly string[];
  readonly fields: (entry: E, lists: TopLists) => readonly CsvField[];
}

const COLUMNS: { readonly [K in ListKind]: Columns<EntryOf[K]> } = {
  destinations: {
    head: ["source_address", "address", "port", "occupied_ports", "usable_ports", ...AGE_COLUMNS],
    fields: ({ sourceAddress, address, port, occupiedPorts, timeWaitAges }, { usablePorts }) => [
      sourceAddress,
      address,
      port,
      occupiedPorts,
      usablePorts,
      ...agesOf(timeWaitAges),
    ],
  },
  localPorts: {
    head: ["port", ...AGE_COLUMNS],
    fields: ({ port, timeWaitAges }) => [port, ...agesOf(timeWaitAges)],
  },
  peers: { head: ["address", "inbound"], fields: ({ address, inbound }) => [address, inbound] },
  cgroups: { head: ["cgroup_id", "cgroup_path"], fields: ({ id, path }) => [id, path] },
};

const agesOf = (ages: readonly number[]) => AGE_COLUMNS.map((_, i) => ages[i] ?? 0);
const countsOf = ({ sockets, states }: TopEntry) => [sockets, ...TCP_STATES.map((state) => states[state])];

/** One list as RFC 4180 text: every entry, and the rest in a last line of its own, so that the file sums to the whole. */
export function topListCsv<K extends ListKind>(kind: K, lists: TopLists): string {
  const { head, fields } = COLUMNS[kind];
  const rows = rowsOf(kind, lists).map(({ entry }) => [...fields(entry, lists), ...countsOf(entry)]);
  const { other } = lists[kind];
  const keys = `other (${other.keysExact ? "" : "at least "}${other.keys})`;
  const rest = [keys, ...head.slice(1).map(() => null), ...countsOf(other)];
  return toCsvText([...head, "sockets", ...TCP_STATES], [...rows, rest]);
}
