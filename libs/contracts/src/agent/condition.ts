import { CENSUS_SOURCES, CENSUS_TIERS } from "@fourtuple/core/samples";
import * as z from "zod/mini";

const wholeNumber = z.int().check(z.nonnegative());

/** Why a tier runs at the interval it does. */
export const INTERVAL_REASONS = [
  /** As often as samples are taken, as long as something moves: else every few seconds, in case. */
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
  intervalMs: z.nullable(wholeNumber),
  reason: z.enum(INTERVAL_REASONS),
  /** CPU of the last one, user and system; null before the first. */
  cpuUs: z.nullable(wholeNumber),
  /** Sockets that the last one saw. */
  sockets: z.nullable(wholeNumber),
  /** The host's clock when it was read. */
  readAtMs: z.nullable(wholeNumber),
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
  detail: z.string().check(z.maxLength(300)),
});
export type Limitation = z.infer<typeof limitationSchema>;

/** Agent → server, after each connect and when something in it changed by more than noise. */
export const conditionSchema = z.object({
  atMs: wholeNumber,
  /** Share of one core that the whole agent may use; its censuses plan with a part of that. */
  cpuBudget: z.number().check(z.minimum(0), z.maximum(1)),
  /** Share of one core that the whole process used over the last minute; null before there is one. */
  cpuUsed: z.nullable(z.number().check(z.minimum(0))),
  source: z.enum(CENSUS_SOURCES),
  /** Why it is not a better source; null for sock_diag. */
  sourceReason: z.nullable(z.string().check(z.maxLength(300))),
  tiers: z.array(tierConditionSchema).check(z.maxLength(CENSUS_TIERS.length)),
  limitations: z.array(limitationSchema).check(z.maxLength(32)),
  spool: z.object({
    records: wholeNumber,
    bytes: wholeNumber,
    maxBytes: wholeNumber,
    /** Time of the oldest sample in it. */
    oldestAtMs: z.nullable(wholeNumber),
    /** Samples given up since the spool was made. */
    lostSamples: wholeNumber,
    /** Why it cannot be written at present; then samples wait in memory. */
    problem: z.nullable(z.string().check(z.maxLength(300))),
  }),
});
export type Condition = z.infer<typeof conditionSchema>;
