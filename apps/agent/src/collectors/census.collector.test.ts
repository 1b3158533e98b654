import { zeroStateCounts } from "@fourtuple/core/tcp";
import type { Census, CensusReading } from "@fourtuple/linux-net/sock-diag";
import { describe, expect, it } from "vitest";
import { censusOf, listenersOf } from "../../test/scripted-census.js";
import { createCensusCollector } from "./census.collector.js";

const ports = { range: null, isReserved: () => false };
const { problems: _, ...whole } = censusOf("full", { ...zeroStateCounts(), TIME_WAIT: 12 });
const { problems: __, ...listeners } = listenersOf();

function collectorOf(changes: Partial<Census>) {
  return createCensusCollector({
    readListeners: async () => listeners,
    read: async () => whole,
    close: () => {},
    ...changes,
  });
}

describe("the census collector", () => {
  it("passes a whole census and the listeners on without a word", async () => {
    const collector = collectorOf({});
    expect(await collector.read("full", ports)).toEqual({ ...whole, problems: [] });
    expect(await collector.readListeners()).toEqual({ ...listeners, problems: [] });
  });

  it("says why a lesser source was taken and why the count is partial", async () => {
    const reading: CensusReading = {
      ...whole,
      source: "procfs",
      reason: "sock_diag: EPERM",
      partial: true,
      partialReason: "1 line",
    };
    const { problems } = await collectorOf({ read: async () => reading }).read("full", ports);
    expect(problems).toEqual([
      "sockets are counted by procfs: sock_diag: EPERM",
      "the count of sockets is partial: 1 line",
    ]);
  });

  it("turns a failure into the reason: nothing is known then, not even of an empty list", async () => {
    const fails = () => Promise.reject(new Error("out of memory"));
    const collector = collectorOf({ read: fails, readListeners: fails });
    const reason = { source: "none", problems: ["sockets are counted by none: out of memory"] };
    expect(await collector.read("troubled", ports)).toMatchObject({
      ...reason,
      tier: "troubled",
      counts: null,
    });
    expect(await collector.readListeners()).toMatchObject({ ...reason, listening: null });
  });
});
