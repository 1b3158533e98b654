import { endianness } from "node:os";

const AF_UNIX = 1;
/** struct sockaddr_un, linux/un.h. */
const PATH_BYTES = 108;

/**
 * @param socket a path, or a name in the abstract namespace that begins with `@`, as NOTIFY_SOCKET has it.
 * @returns a sockaddr_un without the bytes that are not used; null for what names no socket.
 */
export function encodeSocketAddress(socket: string): Uint8Array | null {
  const isAbstract = socket.startsWith("@");
  const name = new TextEncoder().encode(isAbstract ? `\0${socket.slice(1)}` : socket);
  // A path ends with a NUL; in an abstract name each byte counts, and there is none.
  const path = isAbstract ? name : Uint8Array.of(...name, 0);
  if (!/^[/@]./.test(socket) || path.length > PATH_BYTES || socket.includes("\0")) return null;
  const address = new Uint8Array(2 + path.length);
  new DataView(address.buffer).setUint16(0, AF_UNIX, endianness() === "LE");
  address.set(path, 2);
  return address;
}
