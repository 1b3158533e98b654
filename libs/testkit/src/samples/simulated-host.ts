import { METRICS } from "@fourtuple/core/samples";
import { seededRandom } from "./random.js";

/** Seconds a socket spends in TIME_WAIT (TCP_TIMEWAIT_LEN, include/net/tcp.h). */
const TIME_WAIT_SECONDS = 60;

/** What happened in one second of a made-up host. */
interface Second {
  readonly opened: number;
  readonly accepted: number;
  readonly closed: number;
  readonly segments: number;
  readonly lost: number;
}

export interface SimulatedHost {
  /** Lets one second pass and tells what the kernel would then report, by metric id. */
  tick(): readonly number[];
}

/**
 * A quiet web server: connections come and go, what is closed waits 60 s in TIME_WAIT, counters only
 * rise, and the figures of different /proc files agree with each other. The same seed gives the same host.
 */
export function simulateHost(seed: number): SimulatedHost {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const counters = new Map<string, number>();
  let established = between(80, 120);
  const waiting: number[] = [];
  const tick = () => {
    const second = happen(between, established);
    established += second.opened + second.accepted - second.closed;
    waiting.push(second.closed);
    if (waiting.length > TIME_WAIT_SECONDS) waiting.shift();
    for (const [name, by] of Object.entries(increments(second))) {
      counters.set(name, (counters.get(name) ?? between(1_000, 100_000)) + by);
    }
    const figures = gauges({ established, timeWait: sum(waiting), synRecv: between(0, 2) });
    return METRICS.map(({ name }) => figures[name] ?? counters.get(name) ?? 0);
  };
  return { tick };
}

function happen(between: (low: number, high: number) => number, established: number): Second {
  const closed = Math.min(established, between(2, 12));
  return {
    opened: between(0, 3),
    // Pulls the number of connections back to about a hundred.
    accepted: established > 100 ? between(0, 6) : between(4, 14),
    closed,
    segments: between(500, 3_000),
    lost: between(0, 3),
  };
}

function increments({ opened, accepted, closed, segments, lost }: Second): Readonly<Record<string, number>> {
  return {
    "Tcp.ActiveOpens": opened,
    "Tcp.PassiveOpens": accepted,
    "Tcp.InSegs": segments,
    "Tcp.OutSegs": segments + lost,
    "Tcp.RetransSegs": lost,
    "TcpExt.TW": closed,
    "TcpExt.TCPTimeouts": Math.min(lost, 1),
    "TcpExt.TCPLossProbes": lost,
    "TcpExt.DelayedACKs": Math.floor(segments / 20),
    "TcpExt.TCPOrigDataSent": Math.floor(segments / 2),
    // A tenth of a percent of a core, and a little more when there is more to read.
    "agent.cpuUs": 900 + Math.floor(segments / 20),
  };
}

function gauges(now: {
  established: number;
  timeWait: number;
  synRecv: number;
}): Readonly<Record<string, number>> {
  const { established, timeWait, synRecv } = now;
  const listening = 12;
  const closeWait = 2;
  const figures = {
    "states.ESTABLISHED": established,
    "states.SYN_RECV": synRecv,
    "states.TIME_WAIT": timeWait,
    "states.CLOSE_WAIT": closeWait,
    "states.LISTEN": listening,
    "sockstat.TCP.inuse": established + closeWait + listening,
    "sockstat.TCP.tw": timeWait,
    "sockstat.TCP.alloc": established + closeWait + listening + 4,
    "sockstat.TCP.mem": Math.ceil(established / 8),
    "Tcp.CurrEstab": established + closeWait,
    "net.netfilter.nf_conntrack_count": established + closeWait + timeWait,
    "net.netfilter.nf_conntrack_max": 262_144,
    "fs.file-nr.allocated": 1_900 + 2 * established,
    "fs.file-nr.max": 1_000_000,
  };
  return { ...figures, ...AGENT_AT_EASE };
}

/** A census each second, so that nothing is composed, and a server that takes each pack at once. */
const AGENT_AT_EASE: Readonly<Record<string, number>> = {
  "agent.fullCensusIntervalMs": 1_000,
  "agent.troubledCensusIntervalMs": 1_000,
  "agent.residentBytes": 34 * 2 ** 20,
  "spool.records": 1,
  "spool.bytes": 2_048,
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
