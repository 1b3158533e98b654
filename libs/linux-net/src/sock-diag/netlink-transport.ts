import { constants } from "node:os";
import { errnoName, type SockDiagTransport, type TransportOpening } from "./transport.js";

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const MSG_TRUNC = 0x20;

/** A dump is pull driven: an answer is there within microseconds. Two seconds means something is broken (judgement). */
const RECEIVE_TIMEOUT_SEC = 2;

interface Libc {
  socket(family: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, bytes: number): number;
  send(fd: number, buffer: Uint8Array, bytes: number, flags: number): number;
  recv(fd: number, buffer: Uint8Array, bytes: number, flags: number): number;
  close(fd: number): number;
  errno(): number;
  longBytes: number;
}

/** Loaded at first use: on a machine without the native library this is a reason, not a crash at start. */
async function loadLibc(): Promise<Libc> {
  const { default: koffi } = await import("koffi");
  const libc = koffi.load(null);
  return {
    socket: libc.func("int socket(int, int, int)"),
    setsockopt: libc.func("int setsockopt(int, int, int, const void *, uint32_t)"),
    send: libc.func("intptr_t send(int, const void *, size_t, int)"),
    recv: libc.func("intptr_t recv(int, void *, size_t, int)"),
    close: libc.func("int close(int)"),
    errno: () => koffi.errno(),
    longBytes: koffi.sizeof("long"),
  };
}

/** struct timeval of whole seconds: two longs. */
function encodeTimeval(seconds: number, longBytes: number): Uint8Array {
  const words = longBytes === 8 ? BigInt64Array.of(BigInt(seconds), 0n) : Int32Array.of(seconds, 0);
  return new Uint8Array(words.buffer);
}

class NetlinkTransport implements SockDiagTransport {
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
  const timeout = encodeTimeval(RECEIVE_TIMEOUT_SEC, libc.longBytes);
  libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, timeout.length);
  return { ok: true, transport: new NetlinkTransport(libc, fd) };
}

/**
 * @returns what opens a netlink socket to the sock_diag of the network namespace that the calling thread is in
 * at that moment, without waiting for anything. @throws where libc cannot be called.
 */
export async function loadTransportOpener(): Promise<() => TransportOpening> {
  const libc = await loadLibc();
  return () => openTransport(libc);
}

/** Opens a netlink socket to the sock_diag of this process's network namespace. No privilege is needed for that. */
export async function openNetlinkTransport(): Promise<TransportOpening> {
  if (process.platform !== "linux") return { ok: false, reason: `no netlink on ${process.platform}` };
  try {
    return (await loadTransportOpener())();
  } catch (error) {
    return { ok: false, reason: `libc cannot be called: ${error instanceof Error ? error.message : error}` };
  }
}
