/** @returns the dotted form of the four address bytes at `offset`. */
export function formatIpv4(bytes: Uint8Array, offset: number): string {
  return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
}

/** Start and length of the longest run of two or more zero groups; length 0 when there is none (RFC 5952 §4.2). */
function findZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = end;
  }
  return best.length > 1 ? best : { start: 0, length: 0 };
}

function isMapped(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

/** @returns the RFC 5952 form of the sixteen address bytes at `offset`; a mapped address as `::ffff:1.2.3.4`. */
export function formatIpv6(bytes: Uint8Array, offset: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 16);
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(index * 2));
  if (isMapped(groups)) return `::ffff:${formatIpv4(bytes, offset + 12)}`;
  const run = findZeroRun(groups);
  const text = groups.map((group) => group.toString(16));
  if (run.length === 0) return text.join(":");
  return `${text.slice(0, run.start).join(":")}::${text.slice(run.start + run.length).join(":")}`;
}
