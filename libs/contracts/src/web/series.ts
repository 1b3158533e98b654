import { z } from "zod";
import { LOSS_REASONS } from "../agent/records.js";

const ms = z.number().int().nonnegative();
const figure = z.number().nullable();

/** A question never yields more points than this; ask with a larger step. */
export const MAX_SERIES_POINTS = 4000;
export const MAX_SERIES_METRICS = 20;

/** One time axis for all series: `t[i]` is the start of the i-th step, ms since 1970. */
export const seriesResponseSchema = z.object({
  hostId: z.uuid(),
  fromMs: ms,
  toMs: ms,
  stepMs: ms,
  t: z.array(ms),
  series: z.array(
    z.object({
      metric: z.string(),
      kind: z.enum(["gauge", "counter"]),
      /** Unit of the figures: a counter's is its unit per second. */
      unit: z.string(),
      /** null where no sample fell into the step, or the figure was not available. */
      avg: z.array(figure),
      min: z.array(figure),
      max: z.array(figure),
    }),
  ),
  /** Stretches without samples inside the range, longer than two steps and two intervals. */
  gaps: z.array(
    z.object({
      fromMs: ms,
      toMs: ms,
      /** The first three are read off the samples; the others are what the agent recorded of its losses. */
      reason: z.enum(["agent-silent", "host-rebooted", "agent-restarted", ...LOSS_REASONS]),
    }),
  ),
});
export type SeriesResponse = z.infer<typeof seriesResponseSchema>;
