import { TCP_STATES } from "@fourtuple/core/tcp";
import { z } from "zod";

const wholeNumber = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

export const MAX_NAMESPACES = 200;

/** One destination of a namespace: the ones that hold most ports. */
export const namespaceDestinationSchema = z.object({
  sourceAddress: z.string().max(64),
  address: z.string().max(64),
  port: z.number().int().min(0).max(65535),
  sockets: wholeNumber,
  timeWait: wholeNumber,
  occupiedPorts: wholeNumber.nullable(),
});

/** One other network namespace of the host: a container, a pod. Its figures are in no figure of the host. */
export const namespaceReadingSchema = z.object({
  /** Inode of the namespace: what `readlink /proc/PID/ns/net` prints. */
  inode: wholeNumber,
  /** Of `ip netns`, else of the cgroup of a process in it, else null. */
  name: z.string().max(255).nullable(),
  /** A process in it, null for one that only a mount holds. */
  pid: wholeNumber.nullable(),
  readAtMs: wholeNumber,
  states: z.record(z.enum(TCP_STATES), wholeNumber).nullable(),
  portRange: z.tuple([wholeNumber, wholeNumber]).nullable(),
  usablePorts: wholeNumber.nullable(),
  /** Values of the settings that decide about ports and TIME_WAIT, by sysctl name; a missing one is not there. */
  sysctls: z.record(z.string().max(128), z.string().max(4096)),
  /** At most ten. */
  destinations: z.array(namespaceDestinationSchema).max(10),
  /** Why it could not be read, or not wholly; null when it was. */
  problem: z.string().max(300).nullable(),
});
export type NamespaceReading = z.infer<typeof namespaceReadingSchema>;

/** Agent → server, after each sweep. Only sent by an agent that was told to look. */
export const namespacesSchema = z.object({
  atMs: wholeNumber,
  /** What the budget allows at present. */
  intervalMs: wholeNumber,
  cpuUs: wholeNumber.nullable(),
  namespaces: z.array(namespaceReadingSchema).max(MAX_NAMESPACES),
  /** Namespaces past that number. */
  more: wholeNumber,
});
export type Namespaces = z.infer<typeof namespacesSchema>;
