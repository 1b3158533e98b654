import { METRIC_COUNT, METRICS, metricByName } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../test/fake-clock.js";
import {
  censusOf,
  listenersOf,
  ONE_LISTENER,
  type ScriptedCensus,
  scriptedCensus,
} from "../test/scripted-census.js";
import { NO_PORT_FACTS } from "./census/port-facts.js";
import { createSampler } from "./sampler.js";

const SPOOL = { records: 3, bytes: 900, maxBytes: 1e6, oldestAtMs: null, lostSamples: 2, problem: null };
const id = (name: string) => metricByName(name)?.id ?? -1;

/** A host whose pulse says the same with every sample, watched by this census. */
function samplerOf(census: ScriptedCensus, pulse: Readonly<Record<string, number>> = {}) {
  const time = fakeClock();
  const fields = { "sockstat.TCP.inuse": 50, "sockstat.TCP.tw": 20, "Tcp.CurrEstab": 40, ...pulse };
  let closed = 0;
  const sampler = createSampler(
    {
      pulse: {
        collect: () => {
          const values: (number | null)[] = METRICS.map(() => null);
          for (const [name, value] of Object.entries(fields)) values[id(name)] = value;
          return { values, problems: ["a"] };
        },
        close: () => closed++,
      },
      gauges: {
        place: (values) => values.splice(id("fs.file-nr.allocated"), 1, 7),
        conntrackProblem: () => null,
        close: () => closed++,
      },
      census,
    },
    {
      epochMs: 5,
      clock: time.clock,
      governor: { tickMs: 1000, cpuBudget: 0.01 },
      ports: () => NO_PORT_FACTS,
      spool: () => SPOOL,
      process: { cpuUs: () => 1_234, residentBytes: () => 40_000_000 },
    },
  );
  /** One sample a second; each must be there within a quarter of it. */
  const second = async () => {
    const taking = sampler.take();
    await time.advance(250);
    const taken = await taking;
    await time.advance(750);
    return { ...taken, of: (name: string) => taken.sample.values[id(name)] };
  };
  return { sampler, second, time, closed: () => closed };
}

describe("the sampler", () => {
  it("puts census, counters and what the agent knows of itself into one sample", async () => {
    const census = scriptedCensus((tier) =>
      censusOf(tier, { ESTABLISHED: 40, TIME_WAIT: 20 }, { finWait2InTimeWait: 6 }),
    );
    const { sample, listeners, topLists, problems, of } = await samplerOf(census).second();
    expect(sample).toMatchObject({
      epochMs: 5,
      seq: 1,
      atMs: 5_000,
      censusSource: "sock_diag",
      partial: false,
    });
    expect(sample.values).toHaveLength(METRIC_COUNT);
    expect(sample.values.slice(0, 4)).toEqual([1, 0, 0, 40]);
    expect(of("Tcp.CurrEstab")).toBe(40);
    expect(of("census.finWait2InTimeWait")).toBe(6);
    expect([of("agent.fullCensusAgeMs"), of("agent.fullCensusIntervalMs")]).toEqual([0, 1000]);
    expect([of("agent.troubledCensusAgeMs"), of("agent.troubledCensusIntervalMs")]).toEqual([0, 1000]);
    expect([of("agent.cpuUs"), of("agent.residentBytes")]).toEqual([1_234, 40_000_000]);
    expect([of("spool.records"), of("spool.bytes"), of("spool.lostSamples")]).toEqual([3, 900, 2]);
    expect(of("fs.file-nr.allocated")).toBe(7);
    expect(listeners).toEqual({ listeners: [ONE_LISTENER], more: 0 });
    expect(topLists).toMatchObject([{ tier: "full", atMs: 5_000, portRange: null, usablePorts: null }]);
    expect(problems).toEqual(["a"]);
  });

  it("counts its samples from one, without a hole", async () => {
    const { second } = samplerOf(scriptedCensus((tier) => censusOf(tier, {})));
    const seqs = [await second(), await second(), await second()].map(({ sample }) => sample.seq);
    expect(seqs).toEqual([1, 2, 3]);
  });

  it("still gives the counters when the sockets cannot be counted, and says so", async () => {
    const fails = { source: "none", reason: "EPERM", cpuUs: null } as const;
    const census = scriptedCensus(
      (tier) => censusOf(tier, null, { ...fails, problems: ["b"] }),
      () => listenersOf({ ...fails, listening: null, problems: ["b"] }),
    );
    const { second, sampler } = samplerOf(census);
    const { sample, listeners, problems, of } = await second();
    expect(sample.censusSource).toBe("none");
    expect(sample.values.slice(0, 12)).toEqual([...Array.from({ length: 11 }, () => null), 50]);
    expect([of("agent.fullCensusAgeMs"), of("agent.fullCensusIntervalMs")]).toEqual([null, null]);
    expect(listeners).toBeNull();
    expect(problems).toEqual(["a", "b"]);
    expect(sampler.status()).toMatchObject({ source: "none", sourceReason: "EPERM", pulseWorks: true });
  });

  it("counts nothing while nothing moves, but for a look every five seconds", async () => {
    const census = scriptedCensus((tier) => censusOf(tier, { ESTABLISHED: 40, TIME_WAIT: 20 }));
    const { second } = samplerOf(census, { "Tcp.InSegs": 700, "Tcp.OutSegs": 600 });
    const samples = [];
    for (let tick = 0; tick < 20; tick++) samples.push(await second());
    const ages = samples.slice(10).map(({ of }) => of("agent.fullCensusAgeMs"));
    expect(ages).toEqual([1, 2, 3, 4, 0, 1, 2, 3, 4, 0].map((n) => n * 1000));
    expect(census.asked).toHaveLength(12);
    expect(samples.slice(10).map(({ listeners }) => listeners !== null)).toEqual(
      ages.map((age) => age === 0),
    );
    expect(new Set(samples.map(({ of }) => of("states.LISTEN")))).toEqual(new Set([1]));
    expect(new Set(samples.map(({ of }) => of("states.ESTABLISHED")))).toEqual(new Set([40]));
  });

  it("composes the states between two full censuses, and tells their age", async () => {
    const census = scriptedCensus((tier) =>
      tier === "full"
        ? censusOf(tier, { ESTABLISHED: 60_000, TIME_WAIT: 9_000, CLOSE_WAIT: 500 }, { cpuUs: 50_000 })
        : censusOf(tier, { CLOSE_WAIT: 700, FIN_WAIT2: 40 }, { cpuUs: 9_000, finWait2InTimeWait: 30 }),
    );
    const { second } = samplerOf(census, {
      "sockstat.TCP.inuse": 60_000,
      "sockstat.TCP.tw": 1_000,
      "Tcp.CurrEstab": 61_000,
    });
    const samples = [];
    for (let tick = 0; tick < 8; tick++) samples.push(await second());
    expect(census.asked.slice(0, 2)).toEqual(["full", "troubled"]);
    expect(samples[0]?.of("states.ESTABLISHED")).toBe(60_000);
    expect(samples[1]?.of("states.ESTABLISHED")).toBe(60_500);
    const troubled = samples.findIndex(({ of }, tick) => tick > 0 && of("agent.troubledCensusAgeMs") === 0);
    expect(samples[troubled]?.of("states.ESTABLISHED")).toBe(60_300);
    expect(samples[troubled]?.of("states.TIME_WAIT")).toBe(970);
    expect(samples[troubled]?.of("states.CLOSE_WAIT")).toBe(700);
    expect(samples.map(({ of }) => of("agent.fullCensusAgeMs"))).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((n) => n * 1000),
    );
    expect(samples.at(-1)?.of("agent.fullCensusIntervalMs")).toBeGreaterThan(8_000);
  });

  it("has a sample every second while a census goes on for three", async () => {
    let finish = () => {};
    const census = scriptedCensus(
      (tier) =>
        new Promise(
          (resolve) => (finish = () => resolve(censusOf(tier, { ESTABLISHED: 9 }, { cpuUs: 700_000 }))),
        ),
    );
    const { second } = samplerOf(census, { "sockstat.TCP.inuse": 1_000_000 });
    const early = [await second(), await second(), await second()];
    expect(early.map(({ of }) => of("states.LISTEN"))).toEqual([1, 1, 1]);
    expect(early.map(({ of }) => of("states.ESTABLISHED"))).toEqual([null, null, null]);
    expect(early.map(({ sample }) => sample.censusSource)).toEqual(["sock_diag", "sock_diag", "sock_diag"]);
    expect(census.asked).toEqual(["full"]);
    finish();
    const late = await second();
    expect(late.of("agent.fullCensusAgeMs")).toBe(3_000);
    expect(late.of("states.ESTABLISHED")).toBe(40);
    expect(late.topLists).toHaveLength(1);
    expect((await second()).topLists).toEqual([]);
  });

  it("knows by the listeners already that a stand-in answers, and why", async () => {
    const standIn = { source: "procfs", reason: "sock_diag: EPERM" } as const;
    const census = scriptedCensus(
      () => new Promise(() => {}),
      () => listenersOf(standIn),
    );
    const { second, sampler } = samplerOf(census);
    expect((await second()).sample.censusSource).toBe("procfs");
    const { source, sourceReason, tiers } = sampler.status();
    expect({ source, sourceReason }).toEqual({ source: "procfs", sourceReason: "sock_diag: EPERM" });
    expect(tiers.map(({ reason }) => reason)).toEqual(["every-sample", "unavailable", "unavailable"]);
  });

  it("looks at the whole again after the clock was set or the host slept", async () => {
    const census = scriptedCensus((tier) => censusOf(tier, {}, { cpuUs: 30_000 }));
    const { second, time } = samplerOf(census, { "sockstat.TCP.inuse": 46_000 });
    for (let tick = 0; tick < 5; tick++) await second();
    expect(census.asked.filter((tier) => tier === "full")).toHaveLength(1);
    time.setWall(9_000_000);
    await second();
    expect(census.asked.filter((tier) => tier === "full")).toHaveLength(2);
  });

  it("tells how each tier is read and why", async () => {
    const census = scriptedCensus((tier) => censusOf(tier, {}, { cpuUs: 30_000, sockets: 46_000 }));
    const { second, sampler } = samplerOf(census, { "sockstat.TCP.inuse": 46_000 });
    expect(sampler.status().tiers).toEqual([]);
    await second();
    expect(sampler.status()).toMatchObject({
      cpuUsed: null,
      source: "sock_diag",
      sourceReason: null,
      tiers: [
        { tier: "full", reason: "budget", cpuUs: 30_000, sockets: 46_000, readAtMs: 5_000 },
        { tier: "troubled", reason: "budget", cpuUs: null, sockets: null, readAtMs: null },
        { tier: "timeWait", intervalMs: null, reason: "not-needed", cpuUs: null, readAtMs: null },
      ],
    });
  });

  it("closes all collectors", () => {
    const census = scriptedCensus((tier) => censusOf(tier, {}));
    const { sampler, closed } = samplerOf(census);
    sampler.close();
    expect([closed(), census.isClosed()]).toEqual([2, true]);
  });
});
