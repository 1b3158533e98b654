import { call, must } from "./libc.js";

const AF_INET = 2;
const SOCK_DGRAM = 2;
const SIOCGIFFLAGS = 0x8913;
const SIOCSIFFLAGS = 0x8914;
const IFF_UP = 1;
/** struct ifreq: a name of 16 bytes, then a union of which flags are the first 16 bits. */
const IFREQ_BYTES = 40;
const FLAGS_INDEX = 8;

/** Brings `lo` up, as `ip link set lo up` would; its addresses 127.0.0.1 and ::1 come with it. */
export function bringLoopbackUp(): void {
  const request = new Uint8Array(IFREQ_BYTES);
  request.set(new TextEncoder().encode("lo"));
  const halves = new Uint16Array(request.buffer);
  const fd = must("socket", call.socket(AF_INET, SOCK_DGRAM, 0));
  must("SIOCGIFFLAGS", call.ioctl(fd, SIOCGIFFLAGS, request));
  halves[FLAGS_INDEX] = (halves[FLAGS_INDEX] ?? 0) | IFF_UP;
  must("SIOCSIFFLAGS", call.ioctl(fd, SIOCSIFFLAGS, request));
  call.close(fd);
}

const RLIMIT_NOFILE = 7;
/** Default of fs.nr_open; a process without CAP_SYS_RESOURCE keeps its hard limit. */
const WANTED_DESCRIPTORS = 1_048_576n;

/** Raises the limit of open files as far as this process may. @returns the limit it then has. */
export function raiseDescriptorLimit(): number {
  call.setrlimit(
    RLIMIT_NOFILE,
    new Uint8Array(BigUint64Array.of(WANTED_DESCRIPTORS, WANTED_DESCRIPTORS).buffer),
  );
  const limit = new BigUint64Array(2);
  must("getrlimit", call.getrlimit(RLIMIT_NOFILE, new Uint8Array(limit.buffer)));
  const hard = limit[1] ?? 0n;
  call.setrlimit(RLIMIT_NOFILE, new Uint8Array(BigUint64Array.of(hard, hard).buffer));
  return Number(hard);
}
