/** IP addresses as text and as the 4 or 16 bytes of the network. */

const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const GROUPS = 8;
const BYTE = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[\da-f]{1,4}$/i;

/** @returns null for a text that is no address of either family. */
export function parseAddress(text: string): Uint8Array | null {
  const bytes = text.includes(":") ? parseIpv6(text) : parseIpv4(text);
  return bytes && Uint8Array.from(bytes);
}

/** @returns the form of RFC 5952, a mapped IPv4 address as `::ffff:1.2.3.4`. Takes 4 bytes or 16. */
export function formatAddress(bytes: Uint8Array): string {
  return bytes.length === IPV4_BYTES ? bytes.join(".") : formatIpv6(bytes);
}

function parseIpv4(text: string): number[] | null {
  const parts = text.split(".");
  const bytes = parts.map(Number);
  const isAddress = parts.length === IPV4_BYTES && parts.every((part) => BYTE.test(part));
  return isAddress && bytes.every((byte) => byte < 256) ? bytes : null;
}

function parseIpv6(text: string): number[] | null {
  const [before = "", after, more] = text.split("::");
  if (more !== undefined) return null;
  const head = parseGroups(before, after === undefined);
  const tail = after === undefined ? [] : parseGroups(after, true);
  if (head === null || tail === null) return null;
  const missing = IPV6_BYTES - head.length - tail.length;
  // `::` stands for one group of zeros at least, and without it none may be missing.
  if (after === undefined ? missing !== 0 : missing < 2) return null;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** Groups between colons; where `isEnd`, the last may be an IPv4 address. */
function parseGroups(text: string, isEnd: boolean): number[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  const bytes: number[] = [];
  for (const [index, part] of parts.entries()) {
    const ipv4 = isEnd && index === parts.length - 1 && part.includes(".") ? parseIpv4(part) : null;
    if (ipv4 !== null) bytes.push(...ipv4);
    else if (!GROUP.test(part)) return null;
    else {
      const group = Number.parseInt(part, 16);
      bytes.push(group >>> 8, group & 0xff);
    }
  }
  return bytes.length <= IPV6_BYTES ? bytes : null;
}

function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: GROUPS }, (_, index) => groupAt(bytes, index));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${bytes.subarray(12).join(".")}`;
  }
  const { start, length } = longestZeros(groups);
  const words = groups.map((group) => group.toString(16));
  if (length < 2) return words.join(":");
  return `${words.slice(0, start).join(":")}::${words.slice(start + length).join(":")}`;
}

function groupAt(bytes: Uint8Array, index: number): number {
  return (bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0);
}

/** The first of the longest runs of zero groups (RFC 5952 §4.2.3). */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = end;
  }
  return best;
}
