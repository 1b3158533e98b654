import type { HostSummary } from "@fourtuple/contracts/web";
import { STATE_METRIC_ID } from "@fourtuple/core/samples";
import type { ReceivedSample } from "../live/hub/sample-ring.js";

const SLOTS = 60;
const SLOT_MS = 1_000;
const STATES = ["ESTABLISHED", "TIME_WAIT", "CLOSE_WAIT", "SYN_RECV"] as const;

/**
 * The last 60 s of some states in slots of one second, oldest first, null where nothing was heard.
 * Samples stand apart as the host's clock says; how long ago the newest came, the server's clock says.
 *
 * @param samples oldest first
 */
export function buildSpark(
  samples: readonly ReceivedSample[],
  intervalMs: number,
  nowMs: number,
): HostSummary["spark"] {
  const slots = placeInSlots(samples, intervalMs, nowMs);
  const series = (state: (typeof STATES)[number]) =>
    slots.map((sample) => sample?.values[STATE_METRIC_ID[state]] ?? null);
  return {
    ESTABLISHED: series("ESTABLISHED"),
    TIME_WAIT: series("TIME_WAIT"),
    CLOSE_WAIT: series("CLOSE_WAIT"),
    SYN_RECV: series("SYN_RECV"),
  };
}

/** A sample stands for its whole interval, so one every 5 s fills five slots. */
function placeInSlots(
  samples: readonly ReceivedSample[],
  intervalMs: number,
  nowMs: number,
): (ReceivedSample | null)[] {
  const slots = Array<ReceivedSample | null>(SLOTS).fill(null);
  const newest = samples.at(-1);
  if (!newest) return slots;
  const width = Math.max(1, Math.round(intervalMs / SLOT_MS));
  const quietMs = Math.max(0, nowMs - newest.receivedMs - width * SLOT_MS);
  const newestSlot = SLOTS - 1 - Math.floor(quietMs / SLOT_MS);
  for (const sample of samples) {
    const slot = newestSlot - Math.round((newest.atMs - sample.atMs) / SLOT_MS);
    for (let later = Math.max(0, slot); later < Math.min(SLOTS, slot + width); later++) slots[later] = sample;
  }
  return slots;
}
