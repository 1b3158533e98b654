import { loadTransportOpener } from "../sock-diag/netlink-transport.js";
import { errnoName, type TransportOpening } from "../sock-diag/transport.js";

/** linux/sched.h. Named to the kernel, so that a sandbox may allow this kind of namespace alone. */
const CLONE_NEWNET = 0x4000_0000;

/** The calls that a visit to another namespace needs; all of them at once, without giving way. */
export interface NamespaceCalls {
  /** Moves the calling thread into the network namespace of an open `ns/net`. @returns the errno's name, null when it is there. */
  setNamespace(fd: number): string | null;
  /** A netlink socket of the namespace that the thread is in. */
  openTransport(): TransportOpening;
}

/** @throws where the native library cannot be loaded. */
export async function loadNamespaceCalls(): Promise<NamespaceCalls> {
  const { default: koffi } = await import("koffi");
  const setns: (fd: number, kind: number) => number = koffi.load(null).func("int setns(int, int)");
  return {
    setNamespace: (fd) => (setns(fd, CLONE_NEWNET) === 0 ? null : errnoName(koffi.errno())),
    openTransport: await loadTransportOpener(),
  };
}
