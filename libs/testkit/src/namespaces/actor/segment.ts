/** Bits of the flags of a TCP header (RFC 9293 §3.1). */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

/** A TCP segment over IPv4, without payload when it is ours to send. */
export interface Segment {
  /** Addresses as 32-bit numbers. */
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly payloadBytes: number;
}

const IP_BYTES = 20;
const TCP_BYTES = 20;
const TCP_PROTOCOL = 6;
const WINDOW = 65_535;
/** Maximum segment size 1460, which a SYN carries. */
const MSS_OPTION = [2, 4, 0x05, 0xb4];

/** The checksum of RFC 1071 over `bytes`, with `sum` for what is not in them. */
function checksum(bytes: Uint8Array, sum: number): number {
  let total = sum;
  for (const [index, byte] of bytes.entries()) total += index % 2 === 0 ? byte << 8 : byte;
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x1_0000);
  return ~total & 0xffff;
}

function halvesOf(address: number): number {
  return (address >>> 16) + (address & 0xffff);
}

function writeTcp(bytes: Uint8Array, segment: Segment): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint16(0, segment.sourcePort);
  view.setUint16(2, segment.destinationPort);
  view.setUint32(4, segment.seq);
  view.setUint32(8, segment.ack);
  view.setUint8(12, (bytes.length / 4) << 4);
  view.setUint8(13, segment.flags);
  view.setUint16(14, WINDOW);
  if (bytes.length > TCP_BYTES) bytes.set(MSS_OPTION, TCP_BYTES);
  const pseudoHeader = halvesOf(segment.source) + halvesOf(segment.destination) + TCP_PROTOCOL + bytes.length;
  view.setUint16(16, checksum(bytes, pseudoHeader));
}

/** @returns the packet of a segment that has no payload. */
export function encodeSegment(segment: Segment): Uint8Array {
  const options = (segment.flags & SYN) !== 0 ? MSS_OPTION.length : 0;
  const bytes = new Uint8Array(IP_BYTES + TCP_BYTES + options);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, bytes.length);
  view.setUint8(8, 64);
  view.setUint8(9, TCP_PROTOCOL);
  view.setUint32(12, segment.source);
  view.setUint32(16, segment.destination);
  view.setUint16(10, checksum(bytes.subarray(0, IP_BYTES), 0));
  writeTcp(bytes.subarray(IP_BYTES), segment);
  return bytes;
}

/** @returns the segment of a packet, null for whatever else a network carries. */
export function decodeSegment(bytes: Uint8Array): Segment | null {
  if (bytes.length < IP_BYTES + TCP_BYTES || (bytes[0] ?? 0) >> 4 !== 4 || bytes[9] !== TCP_PROTOCOL)
    return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tcp = ((bytes[0] ?? 0) & 0xf) * 4;
  if (bytes.length < tcp + TCP_BYTES) return null;
  const headers = tcp + (view.getUint8(tcp + 12) >> 4) * 4;
  return {
    source: view.getUint32(12),
    destination: view.getUint32(16),
    sourcePort: view.getUint16(tcp),
    destinationPort: view.getUint16(tcp + 2),
    seq: view.getUint32(tcp + 4),
    ack: view.getUint32(tcp + 8),
    flags: view.getUint8(tcp + 13),
    payloadBytes: view.getUint16(2) - headers,
  };
}
