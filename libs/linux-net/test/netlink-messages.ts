import { endianness } from "node:os";

const LITTLE_ENDIAN = endianness() === "LE";

export interface Message {
  readonly type: number;
  readonly seq: number;
  readonly flags?: number;
  readonly payload?: Uint8Array;
  /** What the header claims, where that is not the truth. */
  readonly claimedLength?: number;
}

/** Writes netlink messages one behind another, each padded to four bytes, as the kernel does. */
export function writeDatagram(messages: readonly Message[]): Uint8Array {
  const parts = messages.map(({ type, seq, flags = 2, payload = new Uint8Array(), claimedLength }) => {
    const bytes = new Uint8Array(16 + ((payload.length + 3) & ~3));
    const view = new DataView(bytes.buffer);
    view.setUint32(0, claimedLength ?? 16 + payload.length, LITTLE_ENDIAN);
    view.setUint16(4, type, LITTLE_ENDIAN);
    view.setUint16(6, flags, LITTLE_ENDIAN);
    view.setUint32(8, seq, LITTLE_ENDIAN);
    bytes.set(payload, 16);
    return bytes;
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The payload of NLMSG_ERROR and NLMSG_DONE: a negative errno. */
export function writeErrno(errno: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, -errno, LITTLE_ENDIAN);
  return bytes;
}

/** struct inet_diag_msg of a socket of which only the state is told. */
export function writeSocket(state: number): Uint8Array {
  const bytes = new Uint8Array(72);
  bytes.set([2, state]);
  return bytes;
}
