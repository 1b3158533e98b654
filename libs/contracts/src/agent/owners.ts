import * as z from "zod/mini";

const wholeNumber = z.int().check(z.nonnegative());
const port = z.int().check(z.minimum(0), z.maximum(65535));
const address = z.string().check(z.maxLength(64));

/** Names an entry of a top list. */
export const ownedKeySchema = z.discriminatedUnion("list", [
  z.object({ list: z.literal("destinations"), sourceAddress: address, address, port }),
  z.object({ list: z.literal("localPorts"), port }),
  z.object({ list: z.literal("peers"), address }),
]);
export type OwnedKey = z.infer<typeof ownedKeySchema>;

/** Server → agent: who holds the sockets of the top lists, now? Nothing else can be asked of an agent. */
export const ownersRequestSchema = z.object({ requestId: z.string().check(z.minLength(1), z.maxLength(64)) });
export type OwnersRequest = z.infer<typeof ownersRequestSchema>;

export const socketOwnerSchema = z.object({
  pid: wholeNumber,
  /** /proc/PID/comm. */
  name: z.string().check(z.maxLength(64)),
  uid: z.nullable(wholeNumber),
  /** The systemd unit or container of its cgroup; null where neither can be told. */
  unit: z.nullable(z.string().check(z.maxLength(255))),
  container: z.nullable(z.string().check(z.maxLength(255))),
  /** Sockets of the key that this process holds; one shared by several processes counts for each. */
  sockets: wholeNumber,
});
export type SocketOwner = z.infer<typeof socketOwnerSchema>;

/** Agent → server, the answer. */
export const ownersSchema = z.object({
  requestId: z.string().check(z.maxLength(64)),
  atMs: wholeNumber,
  cpuUs: wholeNumber,
  keys: z
    .array(
      z.object({
        key: ownedKeySchema,
        /** At most ten, most sockets first. */
        owners: z.array(socketOwnerSchema).check(z.maxLength(10)),
        /** Sockets without a process: TIME_WAIT, SYN_RECV, orphans. */
        ownerless: wholeNumber,
        /** Sockets whose process this agent may not see. */
        hidden: wholeNumber,
      }),
    )
    .check(z.maxLength(200)),
  /** Why the answer is not whole; null when it is. */
  problem: z.nullable(z.string().check(z.maxLength(300))),
});
export type Owners = z.infer<typeof ownersSchema>;
