import type { ReceivedSample } from "../live/hub/sample-ring.js";

/** As many samples as may be late together (judgement). */
const WINDOW = 5;

/**
 * The host's clock minus the server's, in ms. Delay on the way only ever makes it look smaller,
 * so the largest of the newest few is nearest to the truth.
 */
export function estimateClockSkew(samples: readonly ReceivedSample[]): number | null {
  if (samples.length === 0) return null;
  return Math.max(...samples.slice(-WINDOW).map((sample) => sample.clockSkewMs));
}
