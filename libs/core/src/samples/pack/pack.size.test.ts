import { beforeAll, describe, expect, it } from "vitest";
import { METRIC_COUNT, METRICS } from "../metrics.js";
import type { Sample } from "../sample.js";
import { decodePack } from "./decode-pack.js";
import { encodePack } from "./encode-pack.js";

/**
 * How small packs are, on made-up hosts: connections are opened and closed at random around a rate that drifts
 * and sometimes bursts, what is closed waits 60 s in TIME_WAIT, and the counters follow from that.
 */
const HOSTS_OF_A_KIND = 25;
const MINUTE = 60;
/** Lets TIME_WAIT fill before the minute that is packed. */
const WARM_UP = 60;

type Kind = "idle" | "normal" | "busy";
/** Connections opened each second: least and span. */
const RATES: Readonly<Record<Kind, readonly [number, number]>> = {
  idle: [0.02, 0.5],
  normal: [2, 40],
  busy: [100, 1200],
};
/** A fleet as the storage was planned for. */
const SHARES: Readonly<Record<Kind, number>> = { idle: 0.35, normal: 0.49, busy: 0.16 };

/** mulberry32 and what is made of it: the same seed gives the same host. */
function dice(seed: number) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number) => {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let events = -1;
    for (let rest = 1; rest > Math.exp(-mean); rest *= uniform()) events++;
    return Math.max(0, events);
  };
  const share = (of: number, probability: number) => Math.min(of, poisson(of * probability));
  return { uniform, normal, poisson, share };
}

function makeHost(seed: number, kind: Kind): () => (number | null)[] {
  const { uniform, normal, poisson, share } = dice(seed);
  const [least, span] = RATES[kind];
  const rate = least + uniform() * span;
  const lifeSec = 5 + uniform() * 60;
  const outbound = uniform() * 0.6;
  const segmentsEach = 8 + uniform() * 20;
  const lossShare = uniform() * 0.003;
  const upSec = 1e5 + uniform() * 3e6;
  const counters = METRICS.map(({ name, kind: of }) =>
    of === "counter" && uniform() < 0.6
      ? Math.floor(upSec * rate * (name.endsWith("Segs") ? segmentsEach : 0.01))
      : 0,
  );
  const closes = Array.from({ length: 60 }, () => poisson(rate * 0.6));
  let established = Math.round(rate * lifeSec);
  let drift = 0;
  let burst = 0;
  let closeWait = uniform() < 0.3 ? 3 : 0;
  let pages = 100 + Math.round(established / 8);
  let residentBytes = 35_000_000;

  return () => {
    drift = drift * 0.95 + normal() * 0.1;
    burst = burst > 0 ? burst - 1 : uniform() < 0.01 ? 6 : 0;
    const now = rate * Math.exp(drift) * (burst > 0 ? 4 : 1);
    const opened = poisson(now);
    const active = share(opened, outbound);
    const closed = share(established, 1 / lifeSec);
    established += opened - closed;
    const toTimeWait = share(closed, 0.6);
    closes.push(toTimeWait);
    closes.shift();
    const timeWait = closes.reduce((sum, count) => sum + count, 0);
    const segments = poisson(now * segmentsEach + established * 0.05);
    const lost = share(segments, lossShare);
    const finWait = poisson(closed * 0.02);
    pages = Math.max(0, pages + Math.round(normal() * Math.sqrt(now) * 0.5));
    if (uniform() < 0.02) residentBytes += Math.floor((uniform() - 0.5) * 100) * 4096;
    if (uniform() < 0.02 && kind !== "idle") closeWait = Math.max(0, closeWait + (uniform() < 0.5 ? -1 : 1));
    const moves: Readonly<Record<string, number>> = {
      "Tcp.ActiveOpens": active,
      "Tcp.PassiveOpens": opened - active,
      "Tcp.InSegs": segments,
      "Tcp.OutSegs": poisson(segments * 0.95) + lost,
      "Tcp.RetransSegs": lost,
      "Tcp.AttemptFails": share(active, 0.01),
      "Tcp.EstabResets": share(closed, 0.05),
      "Tcp.OutRsts": share(closed, 0.08),
      "TcpExt.TW": toTimeWait,
      "TcpExt.TCPAbortOnData": share(closed, 0.02),
      "TcpExt.TCPAbortOnClose": share(closed, 0.01),
      "TcpExt.TCPTimeouts": share(lost, 0.3),
      "TcpExt.TCPLossProbes": share(lost, 0.5),
      "TcpExt.TCPKeepAlive": poisson(established * 0.01),
      "TcpExt.DelayedACKs": share(segments, 0.04),
      "TcpExt.TCPOrigDataSent": share(segments, 0.5),
      "TcpExt.TCPSynRetrans": share(active, 0.002),
      "TcpExt.TCPDSACKRecv": share(lost, 0.05),
      "agent.cpuUs": Math.max(200, Math.round(900 + established * 0.9 + normal() * 120)),
    };
    const gauges: Readonly<Record<string, number>> = {
      "states.LISTEN": 14,
      "states.SYN_SENT": poisson(active * 0.05),
      "states.SYN_RECV": poisson((opened - active) * 0.02),
      "states.ESTABLISHED": established,
      "states.FIN_WAIT1": finWait,
      "states.FIN_WAIT2": poisson(closed * 0.1),
      "states.TIME_WAIT": timeWait,
      "states.CLOSE_WAIT": closeWait,
      "sockstat.TCP.inuse": established + closeWait + 14 + finWait,
      "sockstat.TCP.orphan": finWait,
      "sockstat.TCP.tw": timeWait,
      "sockstat.TCP.alloc": established + closeWait + 20,
      "sockstat.TCP.mem": pages,
      "sockstat6.TCP6.inuse": 6,
      "Tcp.CurrEstab": established + closeWait,
      "agent.fullCensusIntervalMs": 1000,
      "agent.troubledCensusIntervalMs": 1000,
      "agent.residentBytes": residentBytes,
      "fs.file-nr.max": Number.MAX_SAFE_INTEGER,
    };
    return METRICS.map(({ name, id, kind: of }) => {
      if (of === "counter") counters[id] = (counters[id] ?? 0) + (moves[name] ?? 0);
      return of === "counter" ? (counters[id] ?? 0) : name.startsWith("net.") ? null : (gauges[name] ?? 0);
    });
  };
}

function minuteOf(seed: number, kind: Kind): Sample[] {
  const next = makeHost(seed, kind);
  for (let second = 0; second < WARM_UP; second++) next();
  return Array.from({ length: MINUTE }, (_, index) => ({
    epochMs: 1_789_990_000_000,
    seq: 100 + index,
    atMs: 1_790_000_000_000 + index * 1000 + ((index * 7) % 3),
    censusSource: "sock_diag",
    partial: false,
    values: next(),
  }));
}

/** Bytes of packs for each figure in them. */
function bytesPerFigure(kind: Kind): number {
  let bytes = 0;
  for (let seed = 1; seed <= HOSTS_OF_A_KIND; seed++) bytes += encodePack(minuteOf(seed, kind)).length;
  return bytes / (HOSTS_OF_A_KIND * MINUTE * METRIC_COUNT);
}

describe("the size of a pack", () => {
  const measured: Partial<Record<Kind, number>> = {};
  beforeAll(() => {
    for (const kind of ["idle", "normal", "busy"] as const) measured[kind] = bytesPerFigure(kind);
  });

  it.each<[Kind, number]>([
    ["idle", 0.14],
    ["normal", 0.28],
    ["busy", 0.47],
  ])("%s hosts cost at most %d bytes for each figure", (kind, most) => {
    expect(measured[kind]).toBeLessThan(most);
  });

  it("a fleet of 35 % idle, 49 % normal and 16 % busy hosts stays below 0.27", () => {
    const { idle = 1, normal = 1, busy = 1 } = measured;
    expect(idle * SHARES.idle + normal * SHARES.normal + busy * SHARES.busy).toBeLessThan(0.27);
  });

  it("these hosts survive the round trip", () => {
    for (const kind of ["idle", "normal", "busy"] as const) {
      expect(decodePack(encodePack(minuteOf(3, kind)))).toEqual({ ok: true, value: minuteOf(3, kind) });
    }
  });

  it("a column that stands still costs one byte, and as many more as its figure has when that is large", () => {
    const sizeWith = (values: readonly (number | null)[]) =>
      encodePack(minuteOf(1, "idle").map((sample) => ({ ...sample, values }))).length;
    const empty = sizeWith([]);
    const cost = (figure: number | null) => sizeWith([figure]) - empty;
    expect([null, 0, 127, 128, 16_383, 2_000_000, 2 ** 53 - 1].map(cost)).toEqual([1, 1, 1, 3, 3, 4, 9]);
  });

  it("one event in a minute costs at most six bytes more than none", () => {
    const sizeWith = (figure: (index: number) => number) =>
      encodePack(minuteOf(1, "idle").map((sample, index) => ({ ...sample, values: [figure(index)] }))).length;
    const still = sizeWith(() => 8_000_000);
    expect(sizeWith((index) => (index < 37 ? 8_000_000 : 8_000_001)) - still).toBeLessThanOrEqual(6);
  });

  it("a pack of nothing but noise is at most a twenty-fifth larger than the noise", () => {
    const { uniform } = dice(5);
    const samples = minuteOf(1, "idle").map((sample) => ({
      ...sample,
      values: sample.values.map(() => Math.floor(uniform() * 2 ** 53)),
    }));
    expect(encodePack(samples).length).toBeLessThan(((53 * MINUTE * METRIC_COUNT) / 8) * 1.04);
  });
});
