import { writeVarint } from "../varint.js";
import { formatAddress, parseAddress } from "./address.js";
import type { FieldReader } from "./field-reader.js";

/**
 * An address is written out where it first occurs, and named by its place from then on. A varint:
 *
 *   0..3     a new IPv4 address, of which so many bytes are those of the new IPv4 address before; the others follow
 *   4..19    the same for IPv6, and 4 more
 *   20..     the first new address, the second, ...
 */
const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const KNOWN = IPV4_BYTES + IPV6_BYTES;
/** Source and destination of 200 entries, and 200 peers. */
const MAX_ADDRESSES = 600;

/** The newest address of each family. */
class Newest {
  #ipv4 = new Uint8Array(IPV4_BYTES);
  #ipv6 = new Uint8Array(IPV6_BYTES);

  of(length: number): Uint8Array {
    return length === IPV4_BYTES ? this.#ipv4 : this.#ipv6;
  }

  set(bytes: Uint8Array): void {
    this.of(bytes.length).set(bytes);
  }
}

export class AddressWriter {
  readonly #places = new Map<string, number>();
  readonly #newest = new Newest();

  /** @throws RangeError when `text` is no address. */
  write(out: number[], text: string): void {
    const place = this.#places.get(text);
    if (place !== undefined) {
      writeVarint(out, KNOWN + place);
      return;
    }
    const bytes = parseAddress(text);
    if (bytes === null) throw new RangeError(`"${text}" is no IP address`);
    const shared = sharedBytes(bytes, this.#newest.of(bytes.length));
    out.push(bytes.length === IPV4_BYTES ? shared : IPV4_BYTES + shared, ...bytes.subarray(shared));
    this.#newest.set(bytes);
    this.#places.set(text, this.#places.size);
  }
}

/** How many leading bytes are equal, less than all. */
function sharedBytes(bytes: Uint8Array, before: Uint8Array): number {
  let shared = 0;
  while (shared < bytes.length - 1 && bytes[shared] === before[shared]) shared++;
  return shared;
}

export class AddressReader {
  readonly #known: string[] = [];
  readonly #newest = new Newest();

  read(reader: FieldReader): string {
    const head = reader.whole("an address", KNOWN + MAX_ADDRESSES);
    if (head >= KNOWN) return this.#knownAt(head - KNOWN, reader);
    const [length, shared] = head < IPV4_BYTES ? [IPV4_BYTES, head] : [IPV6_BYTES, head - IPV4_BYTES];
    const bytes = Uint8Array.from(this.#newest.of(length));
    bytes.set(reader.bytes("an address", length - shared), shared);
    this.#newest.set(bytes);
    const address = formatAddress(bytes);
    this.#known.push(address);
    return address;
  }

  #knownAt(place: number, reader: FieldReader): string {
    const known = this.#known[place];
    if (known === undefined) reader.fail(`address ${place} was not there before`);
    return known ?? "";
  }
}
