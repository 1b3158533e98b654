import { METRIC_COUNT, METRICS } from "@fourtuple/core/samples";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { createSampler } from "./sampler.js";

const clock = { monotonicMs: () => 0, wallMs: () => 1_700_000_000_000, after: () => () => {} };
const counts = { ...zeroStateCounts(), LISTEN: 3, ESTABLISHED: 40 };

function samplerOf({ fails = false } = {}) {
  let closed = 0;
  const sampler = createSampler({
    epochMs: 5,
    clock,
    pulse: {
      collect: () => ({
        values: METRICS.map(({ id, source }) => (source === "census" ? null : id)),
        problems: ["a"],
      }),
      close: () => closed++,
    },
    census: {
      collect: async () => ({
        source: fails ? "none" : "procfs",
        partial: false,
        counts: fails ? null : counts,
        listeners: fails ? null : [],
        listenersOmitted: 0,
        problems: ["b"],
      }),
      close: () => closed++,
    },
  });
  return { sampler, closed: () => closed };
}

describe("the sampler", () => {
  it("puts census and counters into one sample", async () => {
    const { sample, listeners, problems } = await samplerOf().sampler.take();
    expect(sample).toMatchObject({
      epochMs: 5,
      seq: 1,
      atMs: 1_700_000_000_000,
      censusSource: "procfs",
      partial: false,
    });
    expect(sample.values).toHaveLength(METRIC_COUNT);
    expect(sample.values.slice(0, 4)).toEqual([3, 0, 0, 40]);
    expect(sample.values[11]).toBe(11);
    expect(listeners).toEqual({ listeners: [], more: 0 });
    expect(problems).toEqual(["a", "b"]);
  });

  it("counts its samples from one, without a hole", async () => {
    const { sampler } = samplerOf();
    const seqs = [await sampler.take(), await sampler.take(), await sampler.take()].map(
      ({ sample }) => sample.seq,
    );
    expect(seqs).toEqual([1, 2, 3]);
  });

  it("still gives the counters when the sockets cannot be counted", async () => {
    const { sample, listeners } = await samplerOf({ fails: true }).sampler.take();
    expect(sample.censusSource).toBe("none");
    expect(sample.values.slice(0, 12)).toEqual([...Array.from({ length: 11 }, () => null), 11]);
    expect(listeners).toBeNull();
  });

  it("closes both collectors", () => {
    const { sampler, closed } = samplerOf();
    sampler.close();
    expect(closed()).toBe(2);
  });
});
