import { isIPv6 } from "node:net";
import { endianness } from "node:os";
import { call, lastErrno, must } from "./libc.js";

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_LINGER = 13;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const IPPROTO_IP = 0;
const IP_BIND_ADDRESS_NO_PORT = 24;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;
const SHUT_WR = 1;
const MSG_NOSIGNAL = 0x4000;

/** A blocking call of the actor gives up after this long, so that no test can hang in it. */
const BLOCKING_TIMEOUT_SEC = 2n;

function encodeSockaddr(address: string, port: number): Uint8Array {
  const family = isIPv6(address) ? AF_INET6 : AF_INET;
  const bytes = new Uint8Array(family === AF_INET6 ? 28 : 16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, family, endianness() === "LE");
  view.setUint16(2, port);
  const place = bytes.subarray(family === AF_INET6 ? 8 : 4);
  if (call.inetPton(family, address, place) !== 1) throw new Error(`${address} is no address`);
  return bytes;
}

function setOption(fd: number, level: number, name: number, value: Uint8Array): void {
  must("setsockopt", call.setsockopt(fd, level, name, value, value.length));
}

const ON = new Uint8Array(Int32Array.of(1).buffer);

function openSocket(address: string, blocking: boolean): number {
  const family = isIPv6(address) ? AF_INET6 : AF_INET;
  const type = SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK);
  const fd = must("socket", call.socket(family, type, 0));
  if (family === AF_INET6) setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, ON);
  return fd;
}

/** Two longs; the actor runs on 64-bit kernels only. */
const TIMEOUT = new Uint8Array(BigInt64Array.of(BLOCKING_TIMEOUT_SEC, 0n).buffer);

export interface Listening {
  readonly fd: number;
  readonly address: string;
  readonly port: number;
}

/** Listens without ever accepting by itself. Port 0 takes a free one. */
export function openListener(address: string, port: number, backlog: number): Listening {
  const fd = openSocket(address, true);
  setOption(fd, SOL_SOCKET, SO_REUSEADDR, ON);
  setOption(fd, SOL_SOCKET, SO_RCVTIMEO, TIMEOUT);
  const sockaddr = encodeSockaddr(address, port);
  must("bind", call.bind(fd, sockaddr, sockaddr.length));
  must("listen", call.listen(fd, backlog));
  const length = new Uint8Array(Uint32Array.of(sockaddr.length).buffer);
  must("getsockname", call.getsockname(fd, sockaddr, length));
  return { fd, address, port: new DataView(sockaddr.buffer).getUint16(2) };
}

/** Takes an address of ours and leaves the choice of the port to connect(). */
function bindSource(fd: number, source: string): void {
  setOption(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, ON);
  const sockaddr = encodeSockaddr(source, 0);
  must("bind", call.bind(fd, sockaddr, sockaddr.length));
}

/** @returns a connected (or, not blocking, connecting) descriptor, or the name of the errno. */
export function openConnection(
  address: string,
  port: number,
  blocking: boolean,
  source?: string,
): number | string {
  const fd = openSocket(address, blocking);
  if (source !== undefined) bindSource(fd, source);
  if (blocking) setOption(fd, SOL_SOCKET, SO_SNDTIMEO, TIMEOUT);
  const sockaddr = encodeSockaddr(address, port);
  if (call.connect(fd, sockaddr, sockaddr.length) === 0) return fd;
  const errno = lastErrno();
  if (!blocking && errno === "EINPROGRESS") return fd;
  call.close(fd);
  return errno;
}

/** @returns the accepted descriptor, or the name of the errno. */
export function acceptConnection(listener: number): number | string {
  const fd = call.accept4(listener, null, null, SOCK_CLOEXEC);
  return fd < 0 ? lastErrno() : fd;
}

/** Sends our FIN and keeps the socket. */
export function shutdownWrite(fd: number): void {
  must("shutdown", call.shutdown(fd, SHUT_WR));
}

/** @returns how many bytes the kernel took. */
export function writeBytes(fd: number, bytes: number): number {
  return must("send", call.send(fd, new Uint8Array(bytes), bytes, MSG_NOSIGNAL));
}

/** Makes close() send RST: struct linger, on and without any time. */
export function resetSocket(fd: number): void {
  setOption(fd, SOL_SOCKET, SO_LINGER, new Uint8Array(Int32Array.of(1, 0).buffer));
}

export function closeSocket(fd: number): void {
  call.close(fd);
}
