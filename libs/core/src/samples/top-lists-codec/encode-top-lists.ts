import { CENSUS_TIERS, type TopEntry, type TopList, type TopLists } from "../top-lists.js";
import { writeVarint } from "../varint.js";
import { EntryWriter, writeOptional, writePort } from "./entries.js";
import { FLAG, MAX_LIST_ENTRIES, TOP_LISTS_VERSION } from "./format.js";
import { writeTopEntry } from "./state-counts.js";

/**
 * The same lists give the same bytes. Addresses come back in their canonical form.
 * @throws RangeError for a count that is no whole number from 0 to 2^53-1, a port above 65535, a text that is no
 * address or no cgroup id, a list of more than 200 entries.
 */
export function encodeTopLists(lists: TopLists): Uint8Array {
  const out: number[] = [TOP_LISTS_VERSION];
  writeVarint(out, flagsOf(lists));
  writeVarint(out, lists.atMs);
  for (const port of lists.portRange ?? []) writePort(out, port);
  writeOptional(out, lists.usablePorts);
  writeVarint(out, lists.withoutCgroup);
  const entries = new EntryWriter();
  writeList(out, lists.destinations, (entry) => entries.destination(out, entry));
  writeList(out, lists.localPorts, (entry) => entries.localPort(out, entry));
  writeList(out, lists.peers, (entry) => entries.peer(out, entry));
  writeList(out, lists.cgroups, (entry) => entries.cgroup(out, entry));
  return Uint8Array.from(out);
}

function flagsOf(lists: TopLists): number {
  let flags = CENSUS_TIERS.indexOf(lists.tier);
  if (lists.partial) flags |= FLAG.PARTIAL;
  if (lists.portRange !== null) flags |= FLAG.PORT_RANGE;
  const { destinations, localPorts, peers, cgroups } = lists;
  for (const [place, { other }] of [destinations, localPorts, peers, cgroups].entries()) {
    if (!other.keysExact) flags |= FLAG.FIRST_KEYS_BOUND << place;
  }
  return flags;
}

function writeList<E extends TopEntry>(out: number[], list: TopList<E>, write: (entry: E) => void): void {
  const { length } = list.entries;
  if (length > MAX_LIST_ENTRIES) throw new RangeError(`${length} entries are more than ${MAX_LIST_ENTRIES}`);
  writeVarint(out, length);
  for (const entry of list.entries) write(entry);
  writeTopEntry(out, list.other);
  writeVarint(out, list.other.keys);
}
