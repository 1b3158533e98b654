import { CENSUS_SOURCES, CENSUS_TIERS } from "@fourtuple/core/samples";
import { z } from "zod";

const wholeNumber = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** Why a tier runs at the interval it does. */
export const INTERVAL_REASONS = [
  /** As often as samples are taken. */
  "every-sample",
  /** What it costs allows no more within the budget. */
  "budget",
  /** It would show nothing new: too few sockets of its states for it to matter. */
  "not-needed",
  /** sock_diag does not answer, and its stand-in cannot read single states. */
  "unavailable",
] as const;

export const tierConditionSchema = z.object({
  tier: z.enum(CENSUS_TIERS),
  /** Null when it is not run at all. */
  intervalMs: wholeNumber.nullable(),
  reason: z.enum(INTERVAL_REASONS),
  /** CPU of the last one, user and system; null before the first. */
  cpuUs: wholeNumber.nullable(),
  /** Sockets that the last one saw. */
  sockets: wholeNumber.nullable(),
  /** The host's clock when it was read. */
  readAtMs: wholeNumber.nullable(),
});
export type TierCondition = z.infer<typeof tierConditionSchema>;

/** What this agent may not see or do, and what would change it. */
export const limitationSchema = z.object({
  code: z.enum([
    "no-sock-diag",
    "no-procfs",
    "foreign-processes-hidden",
    "cgroups-unreadable",
    "namespaces-unreadable",
    "sysctls-missing",
    "conntrack-unreadable",
    "spool-unwritable",
    "memory-limited",
    "descriptors-limited",
  ]),
  /** One sentence with the errno or the path. */
  detail: z.string().max(300),
});
export type Limitation = z.infer<typeof limitationSchema>;

/** Agent → server, after each connect and when something in it changed by more than noise. */
export const conditionSchema = z.object({
  atMs: wholeNumber,
  /** Share of one core that the agent may use for its censuses. */
  cpuBudget: z.number().min(0).max(1),
  /** Share of one core that the whole process used over the last minute; null before there is one. */
  cpuUsed: z.number().min(0).nullable(),
  source: z.enum(CENSUS_SOURCES),
  /** Why it is not a better source; null for sock_diag. */
  sourceReason: z.string().max(300).nullable(),
  tiers: z.array(tierConditionSchema).max(CENSUS_TIERS.length),
  limitations: z.array(limitationSchema).max(32),
  spool: z.object({
    records: wholeNumber,
    bytes: wholeNumber,
    maxBytes: wholeNumber,
    /** Time of the oldest sample in it. */
    oldestAtMs: wholeNumber.nullable(),
    /** Samples given up since the spool was made. */
    lostSamples: wholeNumber,
    /** Why it cannot be written at present; then samples wait in memory. */
    problem: z.string().max(300).nullable(),
  }),
});
export type Condition = z.infer<typeof conditionSchema>;
