import { endianness } from "node:os";
import { writeDiagSocket } from "./diag-socket.js";

const LITTLE_ENDIAN = endianness() === "LE";
const SHUTDOWN_ATTRIBUTE = 8;
const CGROUP_ATTRIBUTE = 21;

/** What a census counts a socket by. */
export interface CountedSocket {
  readonly state: number;
  readonly local: string;
  readonly remote: string;
  readonly timer?: number;
  readonly expiresMs?: number;
  /** Left out where the kernel sends none. */
  readonly cgroup?: bigint;
}

/** struct inet_diag_msg and, for a socket with a cgroup, the attributes that the kernel sends with it. */
export function writeCountedSocket({
  state,
  local,
  remote,
  timer = 0,
  expiresMs = 0,
  cgroup,
}: CountedSocket): Uint8Array {
  const head = writeDiagSocket({ state, local, remote, inode: 0 });
  const bytes = new Uint8Array(cgroup === undefined ? head.length : head.length + 20);
  const view = new DataView(bytes.buffer);
  bytes.set(head);
  bytes[2] = timer;
  view.setUint32(52, expiresMs, LITTLE_ENDIAN);
  if (cgroup === undefined) return bytes;
  view.setUint16(72, 5, LITTLE_ENDIAN);
  view.setUint16(74, SHUTDOWN_ATTRIBUTE, LITTLE_ENDIAN);
  view.setUint16(80, 12, LITTLE_ENDIAN);
  view.setUint16(82, CGROUP_ATTRIBUTE, LITTLE_ENDIAN);
  view.setBigUint64(84, cgroup, LITTLE_ENDIAN);
  return bytes;
}
