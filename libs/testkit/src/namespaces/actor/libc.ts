import { errnoName } from "@fourtuple/linux-net/sock-diag";
import koffi from "koffi";

const libc = koffi.load(null);

/** The calls of libc that Node does not offer: a listener that does not accept, a connection that is only half closed. */
export const call = {
  socket: libc.func("int socket(int, int, int)") as (
    family: number,
    type: number,
    protocol: number,
  ) => number,
  bind: libc.func("int bind(int, const void *, uint32_t)") as (
    fd: number,
    address: Uint8Array,
    bytes: number,
  ) => number,
  listen: libc.func("int listen(int, int)") as (fd: number, backlog: number) => number,
  connect: libc.func("int connect(int, const void *, uint32_t)") as (
    fd: number,
    address: Uint8Array,
    bytes: number,
  ) => number,
  accept4: libc.func("int accept4(int, void *, void *, int)") as (
    fd: number,
    address: null,
    bytes: null,
    flags: number,
  ) => number,
  send: libc.func("intptr_t send(int, const void *, size_t, int)") as (
    fd: number,
    bytes: Uint8Array,
    count: number,
    flags: number,
  ) => number,
  shutdown: libc.func("int shutdown(int, int)") as (fd: number, how: number) => number,
  close: libc.func("int close(int)") as (fd: number) => number,
  getsockname: libc.func("int getsockname(int, void *, void *)") as (
    fd: number,
    address: Uint8Array,
    bytes: Uint8Array,
  ) => number,
  setsockopt: libc.func("int setsockopt(int, int, int, const void *, uint32_t)") as (
    fd: number,
    level: number,
    name: number,
    value: Uint8Array,
    bytes: number,
  ) => number,
  ioctl: libc.func("int ioctl(int, unsigned long, void *)") as (
    fd: number,
    request: number,
    argument: Uint8Array,
  ) => number,
  inetPton: libc.func("int inet_pton(int, const char *, void *)") as (
    family: number,
    text: string,
    into: Uint8Array,
  ) => number,
  getrlimit: libc.func("int getrlimit(int, void *)") as (resource: number, limit: Uint8Array) => number,
  setrlimit: libc.func("int setrlimit(int, const void *)") as (resource: number, limit: Uint8Array) => number,
};

/** @returns the name of the errno of the call just made. */
export function lastErrno(): string {
  return errnoName(koffi.errno());
}

/** @returns `result`, or throws with the name of the call and its errno. */
export function must(what: string, result: number): number {
  if (result < 0) throw new Error(`${what}: ${lastErrno()}`);
  return result;
}
