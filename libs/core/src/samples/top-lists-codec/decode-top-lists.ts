import type { PackReading } from "../reading.js";
import { CENSUS_TIERS, type TopEntry, type TopList, type TopLists } from "../top-lists.js";
import { EntryReader, MAX_PORT, readOptional } from "./entries.js";
import { FieldReader } from "./field-reader.js";
import { FLAG, MAX_FLAGS, MAX_LIST_ENTRIES, TOP_LISTS_VERSION } from "./format.js";
import { readTopEntry } from "./state-counts.js";

/** Any bytes give lists or a reason. */
export function decodeTopLists(bytes: Uint8Array): PackReading<TopLists> {
  const reader = new FieldReader(bytes);
  const version = reader.whole("the version");
  if (reader.reason === null && version !== TOP_LISTS_VERSION) {
    reader.fail(`top lists version ${version} is not known, only ${TOP_LISTS_VERSION}`);
  }
  const value = readLists(reader);
  if (reader.left > 0) reader.fail(`${reader.left} bytes too many`);
  return reader.reason === null ? { ok: true, value } : { ok: false, reason: reader.reason };
}

function readLists(reader: FieldReader): TopLists {
  const flags = reader.whole("the flags", MAX_FLAGS);
  const tier = CENSUS_TIERS[flags & FLAG.TIER];
  if (tier === undefined) reader.fail("the tier is not known");
  const port = () => reader.whole("a port", MAX_PORT);
  const entries = new EntryReader();
  const isExact = (place: number) => (flags & (FLAG.FIRST_KEYS_BOUND << place)) === 0;
  // The order of the fields is the order of the bytes.
  const atMs = reader.whole("the time");
  const portRange = flags & FLAG.PORT_RANGE ? ([port(), port()] as const) : null;
  const usablePorts = readOptional(reader, "usable ports");
  const withoutCgroup = reader.whole("sockets without cgroup");
  return {
    atMs,
    tier: tier ?? "full",
    partial: (flags & FLAG.PARTIAL) !== 0,
    portRange,
    usablePorts,
    withoutCgroup,
    destinations: readList(reader, isExact(0), () => entries.destination(reader)),
    localPorts: readList(reader, isExact(1), () => entries.localPort(reader)),
    peers: readList(reader, isExact(2), () => entries.peer(reader)),
    cgroups: readList(reader, isExact(3), () => entries.cgroup(reader)),
  };
}

function readList<E extends TopEntry>(reader: FieldReader, keysExact: boolean, read: () => E): TopList<E> {
  const length = reader.whole("the number of entries", MAX_LIST_ENTRIES);
  const entries = Array.from({ length }, read);
  return { entries, other: { ...readTopEntry(reader), keys: reader.whole("keys"), keysExact } };
}
