import type { Acknowledgement, AckTarget, QueuedSample } from "./sample-queue.js";

/** What became of one sample: in the database now, there before, or never to be. */
export type Outcome = "written" | "duplicate" | { readonly rejected: string };

interface Draft {
  readonly target: AckTarget;
  readonly epochMs: number;
  ackedThrough: number;
  written: number;
  duplicate: number;
  readonly rejected: { seq: number; reason: string }[];
}

/** As many rejections as one ack may list (`ackSchema`). */
const MAX_REJECTED = 1_000;

/** @returns one ack for each connection and epoch, in the order in which samples came. */
export function buildAcknowledgements(
  outcomes: readonly { readonly item: QueuedSample; readonly outcome: Outcome }[],
): { readonly target: AckTarget; readonly ack: Acknowledgement }[] {
  const drafts = new Map<AckTarget, Map<number, Draft>>();
  for (const { item, outcome } of outcomes) {
    const { target, sample } = item;
    const byEpoch = drafts.get(target) ?? new Map<number, Draft>();
    drafts.set(target, byEpoch);
    const draft = byEpoch.get(sample.epochMs) ?? newDraft(target, sample.epochMs);
    byEpoch.set(sample.epochMs, draft);
    count(draft, sample.seq, outcome);
  }
  return [...drafts.values()].flatMap((byEpoch) =>
    [...byEpoch.values()].map(({ target, ...ack }) => ({ target, ack })),
  );
}

function newDraft(target: AckTarget, epochMs: number): Draft {
  return { target, epochMs, ackedThrough: 0, written: 0, duplicate: 0, rejected: [] };
}

function count(draft: Draft, seq: number, outcome: Outcome): void {
  draft.ackedThrough = Math.max(draft.ackedThrough, seq);
  if (outcome === "written") draft.written++;
  else if (outcome === "duplicate") draft.duplicate++;
  else if (draft.rejected.length < MAX_REJECTED) draft.rejected.push({ seq, reason: outcome.rejected });
}
