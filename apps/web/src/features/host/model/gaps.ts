import type { SeriesResponse } from "@fourtuple/contracts/web";
import { gapThresholdMs } from "@fourtuple/core/samples";

/** Why a stretch is empty. The server's reasons, and two the page can see by itself. */
export type GapReason =
  | SeriesResponse["gaps"][number]["reason"]
  /** The newest stretch: nothing has come yet. */
  | "waiting"
  /** Before the host was enrolled. */
  | "not-enrolled"
  /** Samples came, but this figure could not be read in them. */
  | "not-available";

export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: GapReason;
}

export interface GapContext {
  readonly stepMs: number;
  readonly intervalMs: number;
  readonly toMs: number;
  readonly enrolledAtMs: number;
  readonly known: SeriesResponse["gaps"];
}

function reasonOf(fromMs: number, toMs: number, isLast: boolean, context: GapContext): GapReason {
  // That nothing was heard is seen anyway; a reason that lies within the silence says why.
  const known = context.known.find(
    (gap) => gap.reason !== "agent-silent" && gap.fromMs < toMs && gap.toMs > fromMs,
  );
  if (known !== undefined) return known.reason;
  if (toMs <= context.enrolledAtMs + 2 * context.stepMs) return "not-enrolled";
  return isLast ? "waiting" : "agent-silent";
}

/**
 * Stretches in which samples came but a figure could not be read in them: a census that fails,
 * a counter this kernel does not have.
 */
export function findMissing(
  t: readonly number[],
  samples: readonly number[],
  figures: readonly (number | null)[],
  context: Pick<GapContext, "stepMs" | "intervalMs">,
): Gap[] {
  const least = gapThresholdMs(context);
  const gaps: Gap[] = [];
  let start: number | null = null;
  let endMs = 0;
  const close = () => {
    if (start !== null && endMs - start > least)
      gaps.push({ fromMs: start, toMs: endMs, reason: "not-available" });
    start = null;
  };
  for (const [i, ms] of t.entries()) {
    if (figures[i] !== null) close();
    else if (samples[i] !== 0) {
      start ??= ms;
      endMs = ms + context.stepMs;
    }
  }
  close();
  return gaps;
}

/**
 * Stretches of the axis without a sample that are longer than two steps and two intervals, which is
 * the server's rule as well: shorter ones are jitter.
 * @param samples how many samples each step holds
 */
export function findGaps(t: readonly number[], samples: readonly number[], context: GapContext): Gap[] {
  const least = gapThresholdMs(context);
  const gaps: Gap[] = [];
  let start: number | null = null;
  for (let i = 0; i <= t.length; i += 1) {
    const ms = t[i];
    const isEmpty = ms !== undefined && samples[i] === 0;
    if (isEmpty && start === null) start = ms;
    if (isEmpty || start === null) continue;
    const toMs = ms ?? context.toMs;
    if (toMs - start > least) {
      gaps.push({ fromMs: start, toMs, reason: reasonOf(start, toMs, ms === undefined, context) });
    }
    start = null;
  }
  return gaps;
}
