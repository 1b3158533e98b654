import type { CensusTier } from "@fourtuple/core/samples";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, type GovernorState, INITIAL_STATE, noteCensus, noteListeners } from "./governor.js";
import { LONGEST_INTERVAL_MS } from "./intervals.js";

interface Host {
  /** By second. */
  readonly sockets: (second: number) => number;
  readonly timeWaitPart?: number;
  /** Of what was measured elsewhere, what a census costs here. */
  readonly dear?: (second: number) => number;
  readonly jumps?: (second: number) => boolean;
  readonly source?: (second: number) => "sock_diag" | "procfs" | "none";
  /** The last second in which something moved; that second itself unless told. */
  readonly movedAt?: (second: number) => number;
  readonly tickMs?: number;
  readonly cpuBudget?: number;
}

interface Census {
  readonly tier: CensusTier;
  readonly atMs: number;
  readonly cpuUs: number;
}

const PER_SOCKET_US = { full: 0.65, troubled: 0.13, timeWait: 0.24 };

/** A host watched for so many samples: every census that was made, in order. */
function watch(host: Host, ticks: number): { readonly made: Census[]; readonly state: GovernorState } {
  const { tickMs = 1000, cpuBudget = 0.01, timeWaitPart = 0.2 } = host;
  const made: Census[] = [];
  let state = INITIAL_STATE;
  let busyUntilMs = 0;
  for (let tick = 0; tick < ticks; tick++) {
    const nowMs = 5_000 + tick * tickMs;
    const sockets = host.sockets(tick);
    const figures = { sockets, timeWait: sockets * timeWaitPart, currEstab: sockets * (1 - timeWaitPart) };
    state = noteListeners(state, 50);
    const decision = decide({ tickMs, cpuBudget }, state, {
      nowMs,
      figures,
      portCount: 28_232,
      stretch: 1,
      jumped: host.jumps?.(tick) ?? false,
      movedAtMs: 5_000 + (host.movedAt?.(tick) ?? tick) * tickMs,
      busy: nowMs < busyUntilMs,
    });
    state = decision.state;
    if (decision.run === null) continue;
    const source = host.source?.(tick) ?? "sock_diag";
    const tier = decision.run;
    const cpuUs =
      (250 + PER_SOCKET_US[tier] * sockets) * (host.dear?.(tick) ?? 1) * (source === "procfs" ? 3 : 1);
    busyUntilMs = nowMs + cpuUs / 1000;
    made.push({ tier, atMs: nowMs, cpuUs });
    state = noteCensus(state, {
      tier,
      startedMs: nowMs,
      cpuUs: source === "none" ? null : cpuUs,
      figures,
    });
    if (source !== "none") state = { ...state, singleStates: source === "sock_diag" };
  }
  return { made, state };
}

const share = (made: readonly Census[], ms: number) =>
  made.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / 1000 / ms;
const timesOf = (made: readonly Census[], tier: CensusTier) =>
  made.filter((census) => census.tier === tier).map(({ atMs }) => (atMs - 5_000) / 1000);

describe("the governor", () => {
  it("counts the whole with every sample on an ordinary host, and nothing else", () => {
    const { made } = watch({ sockets: () => 800 }, 600);
    expect(timesOf(made, "full")).toHaveLength(600);
    expect(made).toHaveLength(600);
  });

  it("counts a host where nothing moves every five seconds, and again at once when something does", () => {
    const { made } = watch({ sockets: () => 800, movedAt: (second) => (second < 13 ? 0 : 13) }, 25);
    expect(timesOf(made, "full")).toEqual([0, 5, 10, 13, 18, 23]);
    expect(made).toHaveLength(6);
  });

  it("does not count a single tier either while nothing moves on a large host", () => {
    const { made } = watch({ sockets: () => 50_000, movedAt: () => 0 }, 5);
    expect(made.map(({ tier }) => tier)).toEqual(["full"]);
  });

  it("looks at a jump even where no counter moved since", () => {
    const jumps = (second: number) => second === 2;
    const { made } = watch({ sockets: () => 800, movedAt: () => 0, jumps }, 5);
    expect(timesOf(made, "full")).toEqual([0, 2]);
  });

  it("begins with the whole, however large the host", () => {
    expect(watch({ sockets: () => 1_000_000 }, 1).made.map(({ tier }) => tier)).toEqual(["full"]);
  });

  it.each([50_000, 200_000, 1_000_000])(
    "keeps the censuses of %d sockets within 0.45 percent of a core",
    (sockets) => {
      const { made } = watch({ sockets: () => sockets, timeWaitPart: 0.001 }, 3_600);
      expect(share(made, 3_600_000)).toBeLessThan(0.0045);
      expect(share(made, 3_600_000)).toBeGreaterThan(0.0025);
      const [full, troubled] = [timesOf(made, "full"), timesOf(made, "troubled")];
      expect(troubled.length).toBeGreaterThan(full.length * 2);
      expect(timesOf(made, "timeWait")).toEqual([]);
    },
  );

  it("looks at TIME_WAIT by itself when it holds a good part of the ports", () => {
    const { made } = watch({ sockets: () => 50_000, timeWaitPart: 0.3 }, 3_600);
    expect(timesOf(made, "timeWait").length).toBeGreaterThanOrEqual(timesOf(made, "full").length);
    expect(share(made, 3_600_000)).toBeLessThan(0.0045);
  });

  it("brings the whole forward when something jumps, once, and makes up for it", () => {
    const jumps = (second: number) => second === 100 || second === 103;
    const calm = timesOf(watch({ sockets: () => 50_000, timeWaitPart: 0.02 }, 600).made, "full");
    const shaken = watch({ sockets: () => 50_000, timeWaitPart: 0.02, jumps }, 600).made;
    const full = timesOf(shaken, "full");
    expect(calm).not.toContain(100);
    expect(full).toContain(100);
    expect(full).not.toContain(103);
    expect(Math.abs(full.length - calm.length)).toBeLessThanOrEqual(1);
  });

  it("keeps a jump in mind that comes while a census is under way", () => {
    const { made } = watch({ sockets: () => 5_000_000, jumps: (second) => second === 2 }, 30);
    expect(timesOf(made, "full")).toEqual([0, 4]);
  });

  it("backs off at once from a census that took ten times what was planned", () => {
    const dear = (second: number) => (second >= 60 && second < 120 ? 10 : 1);
    const full = timesOf(watch({ sockets: () => 4_000, dear }, 300).made, "full");
    expect(full.filter((second) => second < 60)).toHaveLength(60);
    expect(full.filter((second) => second >= 60 && second < 120).length).toBeLessThan(12);
    expect(full.filter((second) => second >= 280)).toHaveLength(20);
  });

  it("still counts the whole every five minutes where it is too dear for any budget", () => {
    const full = timesOf(watch({ sockets: () => 20_000_000, cpuBudget: 0.001 }, 1_500).made, "full");
    expect(full).toEqual([0, 300, 600, 900, 1200]);
  });

  it("reads only the whole while procfs stands in, and single states when sock_diag is back", () => {
    const source = (second: number) => (second < 300 ? "procfs" : "sock_diag");
    const { made } = watch({ sockets: () => 50_000, timeWaitPart: 0.02, source }, 900);
    expect(made.filter(({ atMs }) => atMs < 305_000).every(({ tier }) => tier === "full")).toBe(true);
    expect(timesOf(made, "troubled").length).toBeGreaterThan(50);
  });

  it("tries again and again where no source works", () => {
    expect(timesOf(watch({ sockets: () => 100, source: () => "none" }, 60).made, "full")).toHaveLength(60);
  });

  it("never overspends for long, never rests too long and never reads twice, whatever the host does", () => {
    const hosts = fc.record({
      levels: fc.array(fc.integer({ min: 0, max: 1_500_000 }), { minLength: 1, maxLength: 6 }),
      timeWaitPart: fc.double({ min: 0, max: 1, noNaN: true }),
      noise: fc.array(fc.double({ min: 0.7, max: 1.6, noNaN: true }), { minLength: 1, maxLength: 7 }),
      jumpEvery: fc.integer({ min: 1, max: 400 }),
      tickMs: fc.constantFrom(250, 1000, 5000),
      cpuBudget: fc.constantFrom(0.005, 0.01, 0.05),
    });
    fc.assert(
      fc.property(hosts, ({ levels, noise, jumpEvery, ...rest }) => {
        const ticks = 1_800;
        const length = ticks / levels.length;
        const { made } = watch(
          {
            ...rest,
            sockets: (tick) => levels[Math.floor(tick / length)] ?? 0,
            dear: (tick) => noise[tick % noise.length] ?? 1,
            jumps: (tick) => tick % jumpEvery === 0,
          },
          ticks,
        );
        const spanMs = ticks * rest.tickMs;
        const dearestUs = Math.max(...made.map(({ cpuUs }) => cpuUs));
        const spentUs = made.reduce((sum, { cpuUs }) => sum + cpuUs, 0);
        const floorUs = dearestUs * (spanMs / LONGEST_INTERVAL_MS + 3 * levels.length);
        // Its part, what wavering costs add, and what the floor and each sudden change of the host allow on top.
        expect(spentUs / 1000).toBeLessThan(spanMs * rest.cpuBudget * 0.4 * 1.5 + floorUs / 1000);
        const full = made.filter(({ tier }) => tier === "full").map(({ atMs }) => atMs);
        const rests = full.slice(1).map((atMs, index) => atMs - (full[index] ?? 0));
        expect(Math.max(0, ...rests)).toBeLessThanOrEqual(LONGEST_INTERVAL_MS + 2 * rest.tickMs);
        expect(new Set(made.map(({ atMs }) => atMs)).size).toBe(made.length);
      }),
      { numRuns: 60 },
    );
  });
});
