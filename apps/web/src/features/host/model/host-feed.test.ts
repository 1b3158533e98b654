import type { LiveSample } from "@fourtuple/contracts/web";
import { METRIC_COUNT, metricByName } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { createHostFeed, grownOver } from "./host-feed";

const START = 1_700_000_000_000;

function sampleAt(
  seq: number,
  figures: Record<string, number>,
  change: Partial<LiveSample> = {},
): LiveSample {
  const values = new Array<number | null>(METRIC_COUNT).fill(null);
  for (const [name, value] of Object.entries(figures)) values[metricByName(name)?.id ?? -1] = value;
  const atMs = START + seq * 1000;
  return {
    hostId: "h",
    epochMs: START,
    seq,
    atMs,
    receivedMs: atMs,
    censusSource: "sock_diag",
    partial: false,
    values,
    ...change,
  };
}

const feedOf = (...samples: LiveSample[]) => {
  const feed = createHostFeed(1000, START);
  for (const sample of samples) feed.accept(sample);
  return feed;
};
const opens = (count: number) => ({ "Tcp.ActiveOpens": count });

describe("createHostFeed", () => {
  it("makes a rate from two samples, and none from the first", () => {
    const feed = feedOf(sampleAt(1, opens(100)));
    expect(feed.rates.get().get("Tcp.ActiveOpens")).toBeNull();
    feed.accept(sampleAt(2, opens(130)));
    expect(feed.rates.get().get("Tcp.ActiveOpens")).toBe(30);
  });

  it("has no rate across a hole or a reset", () => {
    expect(
      feedOf(sampleAt(1, opens(1)), sampleAt(9, opens(900)))
        .rates.get()
        .get("Tcp.ActiveOpens"),
    ).toBeNull();
    expect(
      feedOf(sampleAt(1, opens(9)), sampleAt(2, opens(2)))
        .rates.get()
        .get("Tcp.ActiveOpens"),
    ).toBeNull();
  });

  it("takes no sample twice, none that is older, and a new run of the agent", () => {
    const feed = feedOf(sampleAt(5, { "states.LISTEN": 5 }), sampleAt(4, { "states.LISTEN": 4 }));
    expect(feed.sample.get()?.values["states.LISTEN"]).toBe(5);
    feed.accept(sampleAt(1, { "states.LISTEN": 1 }, { epochMs: START + 60_000 }));
    expect(feed.sample.get()?.values["states.LISTEN"]).toBe(1);
  });

  it("keeps a figure that is not available null", () => {
    expect(feedOf(sampleAt(1, {})).sample.get()?.values["states.LISTEN"]).toBeNull();
  });

  it("tells followers gauges as they are and counters as rates", () => {
    const feed = feedOf(sampleAt(1, { ...opens(10), "states.LISTEN": 3 }));
    const told: (number | null | undefined)[] = [];
    feed.onFigures((_, figures) => told.push(figures.get("Tcp.ActiveOpens"), figures.get("states.LISTEN")));
    feed.accept(sampleAt(2, { ...opens(14), "states.LISTEN": 4 }));
    expect(told).toEqual([4, 4]);
  });
});

describe("grownOver", () => {
  it("adds up what was seen and says how long that was", () => {
    const feed = feedOf(sampleAt(1, opens(10)), sampleAt(2, opens(14)), sampleAt(3, opens(20)));
    const { grown, seenMs } = grownOver(feed.recent.timeline);
    expect(grown.get("Tcp.ActiveOpens")).toBe(10);
    expect(grown.has("Tcp.PassiveOpens")).toBe(false);
    expect(seenMs).toBe(3000);
  });
});
