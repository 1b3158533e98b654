import type { CgroupEntry, DestinationEntry, LocalPortEntry, PeerEntry } from "../top-lists.js";
import { writeVarint } from "../varint.js";
import { AddressReader, AddressWriter } from "./address-book.js";
import { PathReader, PathWriter, readCgroupId, writeCgroupId } from "./cgroup-names.js";
import type { FieldReader } from "./field-reader.js";
import { readTopEntry, writeTopEntry } from "./state-counts.js";

export const MAX_PORT = 65_535;
/** More age classes than anybody will make (judgement; there are five). */
const MAX_AGES = 15;

/** What is written once and named after: shared by all lists of a census. */
export class EntryWriter {
  readonly #addresses = new AddressWriter();
  readonly #paths = new PathWriter();

  destination(out: number[], entry: DestinationEntry): void {
    writeTopEntry(out, entry);
    this.#addresses.write(out, entry.sourceAddress);
    this.#addresses.write(out, entry.address);
    writePort(out, entry.port);
    writeOptional(out, entry.occupiedPorts);
    writeAges(out, entry.timeWaitAges);
  }

  localPort(out: number[], entry: LocalPortEntry): void {
    writeTopEntry(out, entry);
    writePort(out, entry.port);
    writeAges(out, entry.timeWaitAges);
  }

  peer(out: number[], entry: PeerEntry): void {
    writeTopEntry(out, entry);
    this.#addresses.write(out, entry.address);
    writeVarint(out, entry.inbound);
  }

  cgroup(out: number[], entry: CgroupEntry): void {
    writeTopEntry(out, entry);
    writeCgroupId(out, entry.id);
    this.#paths.write(out, entry.path);
  }
}

/** The other way of EntryWriter, field by field. */
export class EntryReader {
  readonly #addresses = new AddressReader();
  readonly #paths = new PathReader();

  destination(reader: FieldReader): DestinationEntry {
    return {
      ...readTopEntry(reader),
      sourceAddress: this.#addresses.read(reader),
      address: this.#addresses.read(reader),
      port: reader.whole("a port", MAX_PORT),
      occupiedPorts: readOptional(reader, "occupied ports"),
      timeWaitAges: readAges(reader),
    };
  }

  localPort(reader: FieldReader): LocalPortEntry {
    return {
      ...readTopEntry(reader),
      port: reader.whole("a port", MAX_PORT),
      timeWaitAges: readAges(reader),
    };
  }

  peer(reader: FieldReader): PeerEntry {
    return {
      ...readTopEntry(reader),
      address: this.#addresses.read(reader),
      inbound: reader.whole("inbound sockets"),
    };
  }

  cgroup(reader: FieldReader): CgroupEntry {
    return { ...readTopEntry(reader), id: readCgroupId(reader), path: this.#paths.read(reader) };
  }
}

export function writePort(out: number[], port: number): void {
  if (port > MAX_PORT) throw new RangeError(`${port} is no port`);
  writeVarint(out, port);
}

/** Null as 0, a number as one more. */
export function writeOptional(out: number[], value: number | null): void {
  writeVarint(out, value === null ? 0 : value + 1);
}

export function readOptional(reader: FieldReader, what: string): number | null {
  const value = reader.whole(what);
  return value === 0 ? null : value - 1;
}

/** A varint, twice the number of classes and one more when any is not 0; then, only if so, the classes. */
function writeAges(out: number[], ages: readonly number[]): void {
  if (ages.length > MAX_AGES) throw new RangeError(`${ages.length} age classes are more than ${MAX_AGES}`);
  const any = ages.some((count) => count !== 0);
  writeVarint(out, ages.length * 2 + (any ? 1 : 0));
  if (any) for (const count of ages) writeVarint(out, count);
}

function readAges(reader: FieldReader): number[] {
  const head = reader.whole("the age classes", MAX_AGES * 2 + 1);
  return Array.from({ length: head >>> 1 }, () => (head & 1 ? reader.whole("an age class") : 0));
}
