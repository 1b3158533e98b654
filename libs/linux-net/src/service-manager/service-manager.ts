import { errnoName } from "../sock-diag/transport.js";
import { encodeSocketAddress } from "./socket-address.js";

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;

/** systemd, or whoever else listens on NOTIFY_SOCKET. */
export interface ServiceManager {
  /** Sends assignments such as `READY=1`, one a line. @returns why it could not be sent, else null. */
  notify(state: string): string | null;
  close(): void;
}

export type ServiceManagerOpening =
  | { readonly ok: true; readonly manager: ServiceManager }
  | { readonly ok: false; readonly reason: string };

interface Libc {
  socket(family: number, type: number, protocol: number): number;
  sendto(fd: number, text: Uint8Array, bytes: number, flags: number, to: Uint8Array, toBytes: number): number;
  close(fd: number): number;
  errno(): number;
}

/**
 * Opens the way to a service manager: sd_notify(3), for which Node has no datagram sockets of its own.
 * Nothing waits: a manager that does not read loses the message.
 * @param socket the value of NOTIFY_SOCKET.
 */
export async function openServiceManager(socket: string): Promise<ServiceManagerOpening> {
  const address = encodeSocketAddress(socket);
  if (address === null) return { ok: false, reason: `not the name of a socket: ${socket}` };
  try {
    const libc = await loadLibc();
    const fd = libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return { ok: false, reason: `unix socket: ${errnoName(libc.errno())}` };
    return { ok: true, manager: managerOn(libc, fd, address) };
  } catch (error) {
    return { ok: false, reason: `libc cannot be called: ${error instanceof Error ? error.message : error}` };
  }
}

async function loadLibc(): Promise<Libc> {
  const { default: koffi } = await import("koffi");
  const libc = koffi.load(null);
  return {
    socket: libc.func("int socket(int, int, int)"),
    sendto: libc.func("intptr_t sendto(int, const void *, size_t, int, const void *, uint32_t)"),
    close: libc.func("int close(int)"),
    errno: () => koffi.errno(),
  };
}

function managerOn(libc: Libc, fd: number, address: Uint8Array): ServiceManager {
  let isOpen = true;
  return {
    notify: (state) => {
      if (!isOpen) return "closed";
      const text = new TextEncoder().encode(state);
      const sent = libc.sendto(fd, text, text.length, MSG_DONTWAIT | MSG_NOSIGNAL, address, address.length);
      return sent < 0 ? errnoName(libc.errno()) : null;
    },
    close: () => {
      if (isOpen) libc.close(fd);
      isOpen = false;
    },
  };
}
