import { constants } from "node:os";

/**
 * A netlink socket of NETLINK_SOCK_DIAG. Numbers follow the kernel's own convention:
 * bytes when >= 0, a negative errno otherwise. One dump at a time; an unfinished one needs `close()`.
 */
export interface SockDiagTransport {
  send(request: Uint8Array): number;
  /** @returns the true length of the datagram, which is past `into.length` when it did not fit. */
  receive(into: Uint8Array): number;
  close(): void;
}

export type TransportOpening =
  | { readonly ok: true; readonly transport: SockDiagTransport }
  | { readonly ok: false; readonly reason: string };

/** Of two names of one number (EAGAIN, EWOULDBLOCK) the first stays. */
const nameByErrno = new Map(
  Object.entries(constants.errno)
    .reverse()
    .map(([name, errno]) => [errno, name]),
);

/** @returns the name of a positive errno, such as `EPERM`. */
export function errnoName(errno: number): string {
  return nameByErrno.get(errno) ?? `errno ${errno}`;
}
