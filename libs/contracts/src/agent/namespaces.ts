import { TCP_STATES } from "@fourtuple/core/tcp";
import * as z from "zod/mini";

const wholeNumber = z.int().check(z.nonnegative());

export const MAX_NAMESPACES = 200;

/** One destination of a namespace: the ones that hold most ports. */
export const namespaceDestinationSchema = z.object({
  sourceAddress: z.string().check(z.maxLength(64)),
  address: z.string().check(z.maxLength(64)),
  port: z.int().check(z.minimum(0), z.maximum(65535)),
  sockets: wholeNumber,
  timeWait: wholeNumber,
  occupiedPorts: z.nullable(wholeNumber),
});

/** One other network namespace of the host: a container, a pod. Its figures are in no figure of the host. */
export const namespaceReadingSchema = z.object({
  /** Inode of the namespace: what `readlink /proc/PID/ns/net` prints. */
  inode: wholeNumber,
  /** Of `ip netns`, else of the cgroup of a process in it, else null. */
  name: z.nullable(z.string().check(z.maxLength(255))),
  /** A process in it, null for one that only a mount holds. */
  pid: z.nullable(wholeNumber),
  readAtMs: wholeNumber,
  states: z.nullable(z.record(z.enum(TCP_STATES), wholeNumber)),
  portRange: z.nullable(z.tuple([wholeNumber, wholeNumber])),
  usablePorts: z.nullable(wholeNumber),
  /** Values of the settings that decide about ports and TIME_WAIT, by sysctl name; a missing one is not there. */
  sysctls: z.record(z.string().check(z.maxLength(128)), z.string().check(z.maxLength(4096))),
  /** At most ten. */
  destinations: z.array(namespaceDestinationSchema).check(z.maxLength(10)),
  /** Why it could not be read, or not wholly; null when it was. */
  problem: z.nullable(z.string().check(z.maxLength(300))),
});
export type NamespaceReading = z.infer<typeof namespaceReadingSchema>;

/** Agent → server, after each sweep. Only sent by an agent that was told to look. */
export const namespacesSchema = z.object({
  atMs: wholeNumber,
  /** What the budget allows at present. */
  intervalMs: wholeNumber,
  cpuUs: z.nullable(wholeNumber),
  namespaces: z.array(namespaceReadingSchema).check(z.maxLength(MAX_NAMESPACES)),
  /** Namespaces past that number. */
  more: wholeNumber,
});
export type Namespaces = z.infer<typeof namespacesSchema>;
