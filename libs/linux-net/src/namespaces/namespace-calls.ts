import { constants } from "node:os";
import { errnoName, type SockDiagTransport, type TransportOpening } from "../sock-diag/transport.js";

/** linux/sched.h. Named to the kernel, so that a sandbox may allow this kind of namespace alone. */
const CLONE_NEWNET = 0x4000_0000;
const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const MSG_TRUNC = 0x20;
/** As for the socket of our own namespace: a dump is pull driven and answers within microseconds. */
const RECEIVE_TIMEOUT_SEC = 2;

/** The calls that a visit to another namespace needs; all of them at once, without giving way. */
export interface NamespaceCalls {
  /** Moves the calling thread into the network namespace of an open `ns/net`. @returns the errno's name, null when it is there. */
  setNamespace(fd: number): string | null;
  /** A netlink socket of the namespace that the thread is in. */
  openTransport(): TransportOpening;
}

interface Libc {
  setns(fd: number, kind: number): number;
  socket(family: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, bytes: number): number;
  send(fd: number, buffer: Uint8Array, bytes: number, flags: number): number;
  recv(fd: number, buffer: Uint8Array, bytes: number, flags: number): number;
  close(fd: number): number;
  errno(): number;
  longBytes: number;
}

async function loadLibc(): Promise<Libc> {
  const { default: koffi } = await import("koffi");
  const libc = koffi.load(null);
  return {
    setns: libc.func("int setns(int, int)"),
    socket: libc.func("int socket(int, int, int)"),
    setsockopt: libc.func("int setsockopt(int, int, int, const void *, uint32_t)"),
    send: libc.func("intptr_t send(int, const void *, size_t, int)"),
    recv: libc.func("intptr_t recv(int, void *, size_t, int)"),
    close: libc.func("int close(int)"),
    errno: () => koffi.errno(),
    longBytes: koffi.sizeof("long"),
  };
}

class VisitorTransport implements SockDiagTransport {
  constructor(
    private readonly libc: Libc,
    private fd: number,
  ) {}

  send(request: Uint8Array): number {
    const sent = this.libc.send(this.fd, request, request.length, 0);
    return sent < 0 ? -this.libc.errno() : sent;
  }

  receive(into: Uint8Array): number {
    for (;;) {
      const received = this.libc.recv(this.fd, into, into.length, MSG_TRUNC);
      if (received >= 0) return received;
      const errno = this.libc.errno();
      if (errno !== constants.errno.EINTR) return -errno;
    }
  }

  close(): void {
    if (this.fd >= 0) this.libc.close(this.fd);
    this.fd = -1;
  }
}

function openTransport(libc: Libc): TransportOpening {
  const fd = libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0) return { ok: false, reason: `netlink socket: ${errnoName(libc.errno())}` };
  const seconds =
    libc.longBytes === 8
      ? BigInt64Array.of(BigInt(RECEIVE_TIMEOUT_SEC), 0n)
      : Int32Array.of(RECEIVE_TIMEOUT_SEC, 0);
  const timeout = new Uint8Array(seconds.buffer);
  libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, timeout.length);
  return { ok: true, transport: new VisitorTransport(libc, fd) };
}

/** @throws where the native library cannot be loaded. */
export async function loadNamespaceCalls(): Promise<NamespaceCalls> {
  const libc = await loadLibc();
  return {
    setNamespace: (fd) => (libc.setns(fd, CLONE_NEWNET) === 0 ? null : errnoName(libc.errno())),
    openTransport: () => openTransport(libc),
  };
}
