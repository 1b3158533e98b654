import { CENSUS_SOURCES } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { z } from "zod";
import { listenerSchema } from "../agent/frames.js";

const count = z.number().int().nonnegative();
const ms = z.number().int().nonnegative();

/** A count for each of the eleven states; null where it is not available, never a stand-in zero. */
export const stateCountsSchema = z.record(z.enum(TCP_STATES), count.nullable());
export type NullableStateCounts = z.infer<typeof stateCountsSchema>;

export const HOST_STATUSES = ["live", "stale", "offline", "never"] as const;

/** A row of the fleet. `spark` holds the last 60 s of some states, oldest first, null in gaps. */
export const hostSummarySchema = z.object({
  id: z.uuid(),
  /** The name that people gave it, else the one that it reports. */
  name: z.string(),
  /** The name that it reports. */
  hostname: z.string(),
  labels: z.record(z.string(), z.string()),
  /** When two agents were last seen to use this host's key in turn; null when not within a day. */
  duplicateKeySeenMs: ms.nullable(),
  kernel: z.string(),
  arch: z.string(),
  agentVersion: z.string(),
  /** live: a sample within three intervals; stale: connected but quiet; offline: not connected; never: no sample yet. */
  status: z.enum(HOST_STATUSES),
  connected: z.boolean(),
  enrolledAt: z.iso.datetime(),
  intervalMs: ms,
  /** Receive time of the newest sample, by the server's clock. */
  lastSeenMs: ms.nullable(),
  /** The host's clock minus the server's, at the newest sample; null before the first. */
  clockSkewMs: z.number().int().nullable(),
  censusSource: z.enum(CENSUS_SOURCES).nullable(),
  partial: z.boolean(),
  states: stateCountsSchema.nullable(),
  spark: z.object({
    ESTABLISHED: z.array(count.nullable()),
    TIME_WAIT: z.array(count.nullable()),
    CLOSE_WAIT: z.array(count.nullable()),
    SYN_RECV: z.array(count.nullable()),
  }),
});
export type HostSummary = z.infer<typeof hostSummarySchema>;

/** GET /api/v1/hosts */
export const hostsResponseSchema = z.object({ atMs: ms, hosts: z.array(hostSummarySchema) });
export type HostsResponse = z.infer<typeof hostsResponseSchema>;

/** GET /api/v1/hosts/{id}/latest. `values` is by metric name and holds every metric of the registry. */
export const latestResponseSchema = z.object({
  atMs: ms,
  host: hostSummarySchema,
  bootedAtMs: ms.nullable(),
  netnsInode: z.number().int().nullable(),
  sample: z
    .object({
      epochMs: ms,
      seq: count,
      atMs: ms,
      receivedMs: ms,
      censusSource: z.enum(CENSUS_SOURCES),
      partial: z.boolean(),
      values: z.record(z.string(), count.nullable()),
    })
    .nullable(),
  listeners: z.object({ atMs: ms, listeners: z.array(listenerSchema), more: count }).nullable(),
});
export type LatestResponse = z.infer<typeof latestResponseSchema>;

export const sysctlValueSchema = z.object({
  name: z.string(),
  status: z.enum(["present", "absent", "unreadable"]),
  value: z.string().nullable(),
  reason: z.string().nullable(),
  /** When the agent last read it. */
  readAtMs: ms,
  /** When the value last became what it is; null when it never changed while watched. */
  changedAtMs: ms.nullable(),
});
export type SysctlValue = z.infer<typeof sysctlValueSchema>;

/** A change happened somewhere between two readings; who made it cannot be known. */
export const sysctlChangeSchema = z.object({
  name: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  afterMs: ms,
  beforeMs: ms,
});
export type SysctlChange = z.infer<typeof sysctlChangeSchema>;

/** GET /api/v1/hosts/{id}/sysctls */
export const sysctlsResponseSchema = z.object({
  atMs: ms,
  values: z.array(sysctlValueSchema),
  changes: z.array(sysctlChangeSchema),
});
export type SysctlsResponse = z.infer<typeof sysctlsResponseSchema>;
