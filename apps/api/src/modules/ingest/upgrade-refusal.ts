import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Answers an upgrade that is not wanted, and closes its connection. */
export function refuseUpgrade(socket: Duplex, status: 403 | 404 | 503): void {
  const retry = status === 503 ? "Retry-After: 5\r\n" : "";
  // Such a connection has no timeout: a peer that keeps its own end open would hold it for good.
  socket.once("finish", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${retry}\r\n`,
  );
}
