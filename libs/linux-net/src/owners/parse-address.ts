import { isIPv4, isIPv6 } from "node:net";

function parseIpv4(text: string): Uint8Array {
  return Uint8Array.from(text.split("."), Number);
}

/** The groups of one side of `::`, as bytes; the last may be an IPv4 address. */
function parseGroups(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (group.includes(".")) return [...parseIpv4(group)];
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function parseIpv6(text: string): Uint8Array {
  const [head = "", tail = ""] = text.split("::");
  const bytes = new Uint8Array(16);
  const last = parseGroups(tail);
  bytes.set(parseGroups(head));
  bytes.set(last, bytes.length - last.length);
  return bytes;
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/**
 * Reads the text form of an address. @returns its 4 or 16 bytes, null when it is none. A mapped address,
 * `::ffff:192.0.2.1`, gives the four of IPv4, since sockets that use one are counted there.
 */
export function parseAddress(text: string): Uint8Array | null {
  if (isIPv4(text)) return parseIpv4(text);
  if (!isIPv6(text) || text.includes("%")) return null;
  const bytes = parseIpv6(text);
  return isMapped(bytes) ? bytes.slice(12) : bytes;
}
