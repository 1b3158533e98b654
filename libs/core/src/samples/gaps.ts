/**
 * The stretches of a series in which nothing was heard. A gap is a fact to be shown as one:
 * it is never bridged, and its reason is what the samples on both sides tell.
 */
export type GapReason = "agent-silent" | "host-rebooted" | "agent-restarted";

export interface Gap {
  /** Time of the last sample before the gap, or the start of the range. */
  readonly fromMs: number;
  /** Time of the first sample after it, or the end of the range. */
  readonly toMs: number;
  readonly reason: GapReason;
}

export interface SampleTime {
  readonly atMs: number;
  /** Start of the agent's run; a change across the gap means that the agent was restarted. */
  readonly epochMs?: number;
}

export interface GapOptions {
  /** Longer than this is a gap; see `gapThresholdMs`. */
  readonly longerThanMs: number;
  /** The range that was asked for; silence at its ends counts too. Left out: only between samples. */
  readonly range?: { readonly fromMs: number; readonly toMs: number };
  /** When the host last booted, where known: a gap that holds this moment is a reboot. */
  readonly bootedAtMs?: number | null;
}

/** Longer than two steps and two intervals: one late or lost sample is no gap. */
export function gapThresholdMs({ stepMs, intervalMs }: { stepMs: number; intervalMs: number }): number {
  return 2 * Math.max(stepMs, intervalMs);
}

/** @param times in rising order of `atMs`; times that go back make no gap. */
export function findGaps(times: readonly SampleTime[], options: GapOptions): Gap[] {
  const { range, longerThanMs } = options;
  const known: readonly SampleTime[] = [
    ...(range ? [{ atMs: range.fromMs }] : []),
    ...times,
    ...(range ? [{ atMs: range.toMs }] : []),
  ];
  const gaps: Gap[] = [];
  let before: SampleTime | null = null;
  for (const after of known) {
    if (before !== null && after.atMs - before.atMs > longerThanMs) {
      gaps.push({
        fromMs: before.atMs,
        toMs: after.atMs,
        reason: reasonOf(before, after, options.bootedAtMs),
      });
    }
    before = after;
  }
  return gaps;
}

function reasonOf(before: SampleTime, after: SampleTime, bootedAtMs: number | null | undefined): GapReason {
  if (typeof bootedAtMs === "number" && bootedAtMs > before.atMs && bootedAtMs <= after.atMs) {
    return "host-rebooted";
  }
  const bothKnown = before.epochMs !== undefined && after.epochMs !== undefined;
  return bothKnown && before.epochMs !== after.epochMs ? "agent-restarted" : "agent-silent";
}
