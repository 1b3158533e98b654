import { CENSUS_TIERS, type TopLists } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { z } from "zod";
import { conditionSchema } from "../agent/condition.js";
import { namespacesSchema } from "../agent/namespaces.js";
import { ownersSchema } from "../agent/owners.js";

const count = z.number().int().nonnegative();
const ms = z.number().int().nonnegative();

const entry = { sockets: count, states: z.record(z.enum(TCP_STATES), count) };
const ages = z.array(count);

function topListOf<E extends z.ZodType>(entries: E) {
  return z.object({
    entries: z.array(entries),
    other: z.object({ ...entry, keys: count, keysExact: z.boolean() }),
  });
}

/** The words of `TopLists` of `@fourtuple/core/samples`, where each field is explained. */
export const topListsSchema: z.ZodType<TopLists> = z.object({
  atMs: ms,
  tier: z.enum(CENSUS_TIERS),
  partial: z.boolean(),
  portRange: z.tuple([count, count]).nullable(),
  usablePorts: count.nullable(),
  destinations: topListOf(
    z.object({
      ...entry,
      sourceAddress: z.string(),
      address: z.string(),
      port: count,
      occupiedPorts: count.nullable(),
      timeWaitAges: ages,
    }),
  ),
  localPorts: topListOf(z.object({ ...entry, port: count, timeWaitAges: ages })),
  peers: topListOf(z.object({ ...entry, address: z.string(), inbound: count })),
  cgroups: topListOf(z.object({ ...entry, id: z.string(), path: z.string().nullable() })),
  withoutCgroup: count,
});

/** GET /api/v1/hosts/{id}/top-lists: the newest of each tier, null before the first. */
export const topListsResponseSchema = z.object({
  atMs: ms,
  lists: z.object({
    full: topListsSchema.nullable(),
    troubled: topListsSchema.nullable(),
    timeWait: topListsSchema.nullable(),
  }),
});
export type TopListsResponse = z.infer<typeof topListsResponseSchema>;

/** GET /api/v1/hosts/{id}/condition: how the agent is, null before it said so. */
export const conditionResponseSchema = z.object({ atMs: ms, condition: z.nullable(conditionSchema) });
export type ConditionResponse = z.infer<typeof conditionResponseSchema>;

/** GET /api/v1/hosts/{id}/namespaces: null for an agent that was not told to look. */
export const namespacesResponseSchema = z.object({ atMs: ms, namespaces: z.nullable(namespacesSchema) });
export type NamespacesResponse = z.infer<typeof namespacesResponseSchema>;

/** POST /api/v1/hosts/{id}/owners: asks the agent and waits for its answer. */
export const ownersResponseSchema = z.object(ownersSchema.shape).omit({ requestId: true });
export type OwnersResponse = z.infer<typeof ownersResponseSchema>;
