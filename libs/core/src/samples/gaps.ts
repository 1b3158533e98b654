/**
 * The stretches of a series in which nothing was heard. A gap is a fact to be shown as one:
 * it is never bridged, and its reason is what the samples on both sides tell, unless it was recorded.
 */
export type GapReason = "agent-silent" | "host-rebooted" | "agent-restarted";

export interface Gap<R extends string = GapReason> {
  /** Time of the last sample before the gap, or the start of the range. */
  readonly fromMs: number;
  /** Time of the first sample after it, or the end of the range. */
  readonly toMs: number;
  readonly reason: R;
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
  /** When the host booted, as far as known: a gap that holds such a moment is a reboot. */
  readonly bootsMs?: readonly number[];
}

/** A stretch of which the reason is known, such as samples that were taken and lost. */
export interface RecordedGap<R extends string> {
  /** From the first sample that is missing to the last, or the time around them. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: R;
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
      const reason = reasonOf(before, after, options.bootsMs ?? []);
      gaps.push({ fromMs: before.atMs, toMs: after.atMs, reason });
    }
    before = after;
  }
  return gaps;
}

function reasonOf(before: SampleTime, after: SampleTime, bootsMs: readonly number[]): GapReason {
  if (bootsMs.some((bootMs) => bootMs > before.atMs && bootMs <= after.atMs)) return "host-rebooted";
  const bothKnown = before.epochMs !== undefined && after.epochMs !== undefined;
  return bothKnown && before.epochMs !== after.epochMs ? "agent-restarted" : "agent-silent";
}

/**
 * Gives the stretches of gaps that were recorded their recorded reason; what is left of a gap keeps its own,
 * unless it is too short to be a gap by itself. Where samples are there is no gap, whatever was recorded.
 *
 * @param gaps as `findGaps` gives them
 * @param longerThanMs the threshold they were found with
 */
export function mergeRecordedGaps<G extends string, R extends string>(
  gaps: readonly Gap<G>[],
  recorded: readonly RecordedGap<R>[],
  longerThanMs: number,
): Gap<G | R>[] {
  const inOrder = recorded.toSorted((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  return gaps.flatMap((gap) => {
    const within = inOrder.filter(({ fromMs, toMs }) => fromMs < gap.toMs && toMs > gap.fromMs);
    return within.length > 0 ? divide(gap, within, longerThanMs) : [gap];
  });
}

interface Part<R extends string> {
  fromMs: number;
  toMs: number;
  readonly reason: R;
}

/** @param recorded in order of their start, each with a part in the gap */
function divide<G extends string, R extends string>(
  gap: Gap<G>,
  recorded: readonly RecordedGap<R>[],
  longerThanMs: number,
): Gap<G | R>[] {
  const parts: Part<G | R>[] = [];
  let cursorMs = gap.fromMs;
  for (const { fromMs, toMs, reason } of recorded) {
    if (toMs <= cursorMs) continue;
    if (fromMs - cursorMs > longerThanMs) cursorMs = append(parts, cursorMs, fromMs, gap.reason);
    cursorMs = append(parts, cursorMs, Math.min(toMs, gap.toMs), reason);
  }
  const isRest = gap.toMs - cursorMs > longerThanMs;
  append(parts, cursorMs, gap.toMs, isRest ? gap.reason : (parts.at(-1)?.reason ?? gap.reason));
  return parts;
}

/** Lengthens the last part where the reason is its own. A part of no length is none. @returns `toMs` */
function append<R extends string>(parts: Part<R>[], fromMs: number, toMs: number, reason: R): number {
  const last = parts.at(-1);
  if (last?.reason === reason) last.toMs = toMs;
  else if (toMs > fromMs) parts.push({ fromMs, toMs, reason });
  return toMs;
}
