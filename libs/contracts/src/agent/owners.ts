import { z } from "zod";

const wholeNumber = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const port = z.number().int().min(0).max(65535);
const address = z.string().max(64);

/** Names an entry of a top list. */
export const ownedKeySchema = z.discriminatedUnion("list", [
  z.object({ list: z.literal("destinations"), sourceAddress: address, address, port }),
  z.object({ list: z.literal("localPorts"), port }),
  z.object({ list: z.literal("peers"), address }),
]);
export type OwnedKey = z.infer<typeof ownedKeySchema>;

/** Server → agent: who holds the sockets of the top lists, now? Nothing else can be asked of an agent. */
export const ownersRequestSchema = z.object({ requestId: z.string().min(1).max(64) });
export type OwnersRequest = z.infer<typeof ownersRequestSchema>;

export const socketOwnerSchema = z.object({
  pid: wholeNumber,
  /** /proc/PID/comm. */
  name: z.string().max(64),
  uid: wholeNumber.nullable(),
  /** The systemd unit or container of its cgroup; null where neither can be told. */
  unit: z.string().max(255).nullable(),
  container: z.string().max(255).nullable(),
  /** Sockets of the key that this process holds; one shared by several processes counts for each. */
  sockets: wholeNumber,
});
export type SocketOwner = z.infer<typeof socketOwnerSchema>;

/** Agent → server, the answer. */
export const ownersSchema = z.object({
  requestId: z.string().max(64),
  atMs: wholeNumber,
  cpuUs: wholeNumber,
  keys: z
    .array(
      z.object({
        key: ownedKeySchema,
        /** At most ten, most sockets first. */
        owners: z.array(socketOwnerSchema).max(10),
        /** Sockets without a process: TIME_WAIT, SYN_RECV, orphans. */
        ownerless: wholeNumber,
        /** Sockets whose process this agent may not see. */
        hidden: wholeNumber,
      }),
    )
    .max(200),
  /** Why the answer is not whole; null when it is. */
  problem: z.string().max(300).nullable(),
});
export type Owners = z.infer<typeof ownersSchema>;
