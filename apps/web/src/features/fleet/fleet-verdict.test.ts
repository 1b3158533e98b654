import { zeroStateCounts } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { toFleetHost, totalCounts } from "./fleet-host";
import { makeFleetHost } from "./fleet-host.fixture";
import { evaluateFleetVerdict } from "./fleet-verdict";

const silent = (name: string, lastSeenMs: number) =>
  makeFleetHost(name, { statusNow: "offline", lastSeenMs });
const blind = (name: string) => makeFleetHost(name, { censusSource: "none", states: null });
const partial = (name: string) => makeFleetHost(name, { partial: true });
const never = (name: string) => makeFleetHost(name, { statusNow: "never", lastSeenMs: null, states: null });

const kinds = (hosts: Parameters<typeof evaluateFleetVerdict>[0]) =>
  evaluateFleetVerdict(hosts).map((line) => line.kind);

describe("the fleet's verdict", () => {
  it("says in one line that all is well", () => {
    expect(evaluateFleetVerdict([makeFleetHost("a"), makeFleetHost("b")])).toEqual([
      { kind: "allLive", severity: "ok", count: 2 },
    ]);
  });

  it("says that nothing reports yet", () => {
    expect(kinds([])).toEqual(["none"]);
  });

  it("names the silent first, the newest silence before the older", () => {
    const [line] = evaluateFleetVerdict([silent("old", 1000), makeFleetHost("a"), silent("new", 9000)]);
    expect(line).toMatchObject({ kind: "silent", severity: "critical", total: 3 });
    expect(line && "hosts" in line && line.hosts.map((host) => host.name)).toEqual(["new", "old"]);
  });

  it("never says more than three things, the worst of them", () => {
    expect(kinds([never("n"), partial("p"), blind("b"), silent("s", 1), makeFleetHost("a")])).toEqual([
      "silent",
      "noCensus",
      "partial",
    ]);
  });

  it("counts as whole only hosts that give all eleven states", () => {
    const states = { ...zeroStateCounts(), LISTEN: null };
    expect(kinds([makeFleetHost("a", { states }), makeFleetHost("b")])).toEqual(["noCensus", "liveRest"]);
  });

  it("does not call a host without its first sample silent", () => {
    expect(kinds([never("n")])).toEqual(["never"]);
  });
});

describe("a host at one moment", () => {
  const host = makeFleetHost("a", { lastSeenMs: 100_000 });

  it("grows silent while no message comes", () => {
    expect(toFleetHost(host, 160_000, 160_000)).toMatchObject({ statusNow: "stale", ageMs: 60_000 });
  });

  it("is not blamed while it is the page that hears nothing, though its age goes on", () => {
    expect(toFleetHost(host, 160_000, 101_000)).toMatchObject({ statusNow: "live", ageMs: 60_000 });
  });

  it("adds up live hosts only, and has no total where nobody gives a figure", () => {
    const states = { ...zeroStateCounts(), ESTABLISHED: 5 };
    const hosts = [makeFleetHost("a", { states }), makeFleetHost("b", { states }), silent("c", 1)];
    expect(totalCounts(hosts).ESTABLISHED).toBe(10);
    expect(totalCounts([blind("b")]).ESTABLISHED).toBeNull();
  });
});
