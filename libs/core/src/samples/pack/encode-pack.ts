import { CENSUS_SOURCES, type Sample } from "../sample.js";
import { writeVarint } from "../varint.js";
import { ColumnEncoder } from "./column-encoder.js";
import { writeEntry } from "./directory.js";
import { MAX_PACK_FIGURES, MAX_PACK_METRICS, MAX_PACK_SAMPLES, PACK_VERSION } from "./layout.js";

/**
 * Seals samples of one epoch, oldest first, numbers rising (some may be missing). The same samples give the same
 * bytes. A sample with fewer values than another has null in their place.
 * @throws RangeError for other samples, for more than 4096 metrics or 262144 values, and for a figure that is not a whole number from 0 to 2^53-1 (or null).
 */
export function encodePack(samples: readonly Sample[]): Uint8Array {
  const epochMs = assertPackable(samples);
  const metricCount = samples.reduce((most, { values }) => Math.max(most, values.length), 0);
  if (metricCount > MAX_PACK_METRICS || metricCount * samples.length > MAX_PACK_FIGURES) {
    throw new RangeError(`${samples.length} samples of ${metricCount} metrics do not fit into a pack`);
  }
  const out: number[] = [PACK_VERSION];
  for (const number of [epochMs, samples.length, metricCount]) writeVarint(out, number);
  const encoder = new ColumnEncoder(samples.length);
  const put = (figureOf: (sample: Sample | undefined) => number | null) => {
    writeEntry(
      out,
      encoder.encode((index) => figureOf(samples[index])),
    );
  };
  put((sample) => sample?.seq ?? null);
  put((sample) => sample?.atMs ?? null);
  put((sample) => (sample ? CENSUS_SOURCES.indexOf(sample.censusSource) : null));
  put((sample) => (sample?.partial ? 1 : 0));
  for (let id = 0; id < metricCount; id++) put((sample) => sample?.values[id] ?? null);
  return joined(out, encoder.bodies.bytes());
}

/** @returns the epoch of them all. */
function assertPackable(samples: readonly Sample[]): number {
  const [first] = samples;
  if (first === undefined || samples.length > MAX_PACK_SAMPLES) {
    throw new RangeError(`a pack holds 1 to ${MAX_PACK_SAMPLES} samples, not ${samples.length}`);
  }
  let seq = -1;
  for (const sample of samples) {
    if (sample.epochMs !== first.epochMs) throw new RangeError("the samples of a pack are of one epoch");
    if (sample.seq <= seq) throw new RangeError(`sample ${sample.seq} does not come after ${seq}`);
    seq = sample.seq;
  }
  return first.epochMs;
}

function joined(directory: readonly number[], bodies: Uint8Array): Uint8Array {
  const pack = new Uint8Array(directory.length + bodies.length);
  pack.set(directory);
  pack.set(bodies, directory.length);
  return pack;
}
