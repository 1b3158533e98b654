import type { Listener } from "@fourtuple/contracts/agent";
import { tightestDestination } from "./port-use";
import { endpointOf } from "./sort-listeners";
import type { Evidence, Verdict } from "./verdict";

/** The n-th whole number of a setting, e.g. the pressure mark of `tcp_mem`; null where there is none. */
function figureOf({ sysctls }: Evidence, name: string, place = 0): number | null {
  const figure = Number(sysctls.get(name)?.split(/\s+/)[place] ?? Number.NaN);
  return Number.isFinite(figure) && figure > 0 ? figure : null;
}

type KnownQueue = Listener & { readonly backlog: number };

const isFull = (listener: Listener): listener is KnownQueue =>
  listener.backlog !== null && listener.acceptQueue > listener.backlog;

/** The accept queue holds backlog + 1, so only `queue > backlog` is full (sk_acceptq_is_full, include/net/sock.h). */
function judgeAcceptQueues({ listeners }: Evidence): Verdict | null {
  const full = listeners.filter(isFull);
  const worst = full.sort((a, b) => b.acceptQueue - a.acceptQueue)[0];
  if (worst === undefined) return null;
  const { address, port, acceptQueue, backlog } = worst;
  return {
    code: "acceptQueueFull",
    severity: "critical",
    params: { listener: `${address}:${port}`, acceptQueue, backlog, others: full.length - 1 },
    anchor: "listeners",
  };
}

/** Warns at 70 % of tcp_max_tw_buckets: judgement. Above the limit the kernel skips TIME_WAIT altogether. */
function judgeTimeWaitBuckets(evidence: Evidence): Verdict | null {
  const limit = figureOf(evidence, "net.ipv4.tcp_max_tw_buckets");
  const tw = evidence.values?.["sockstat.TCP.tw"] ?? null;
  if (limit === null || tw === null || tw <= 0.7 * limit) return null;
  return { code: "timeWaitNearLimit", severity: "warning", params: { tw, limit }, anchor: "sockstat" };
}

/** The second figure of tcp_mem is where the kernel starts to save memory; 70 % of it is judgement. */
function judgeMemory(evidence: Evidence): Verdict | null {
  const pressure = figureOf(evidence, "net.ipv4.tcp_mem", 1);
  const pages = evidence.values?.["sockstat.TCP.mem"] ?? null;
  if (pressure === null || pages === null || pages < 0.7 * pressure) return null;
  const isOver = pages >= pressure;
  return {
    code: isOver ? "memoryPressure" : "memoryNearPressure",
    severity: isOver ? "critical" : "warning",
    params: { pages, pressure },
    anchor: "sockstat",
  };
}

/** From a quarter of tcp_max_orphans the kernel may already refuse: tcp_check_oom weighs orphans up to fourfold. */
function judgeOrphans(evidence: Evidence): Verdict | null {
  const limit = figureOf(evidence, "net.ipv4.tcp_max_orphans");
  const orphans = evidence.values?.["sockstat.TCP.orphan"] ?? null;
  if (limit === null || orphans === null || orphans < 0.2 * limit) return null;
  const severity = orphans >= 0.25 * limit ? "critical" : "warning";
  return { code: "orphansNearLimit", severity, params: { orphans, limit }, anchor: "sockstat" };
}

/**
 * The destination with the fewest ports left. What is in TIME_WAIT and may be taken over is not in the way.
 * Warns from half on, where connect() begins to search long; that four fifths are critical is judgement.
 */
function judgePorts({ topLists, sysctls }: Evidence): Verdict | null {
  const tightest = topLists === null ? null : tightestDestination(topLists, sysctls);
  if (tightest === null || tightest.use.level === "calm") return null;
  const { entry, use } = tightest;
  const isScarce = use.level === "scarce";
  const { occupied, usable, share } = use;
  return {
    code: isScarce ? "portsScarce" : "portsHalf",
    severity: isScarce ? "critical" : "warning",
    params: { source: entry.sourceAddress, destination: endpointOf(entry), occupied, usable, share },
    anchor: "connections",
  };
}

/** Verdicts from how full something is at this moment. */
export function judgeLevels(evidence: Evidence): (Verdict | null)[] {
  const judges = [judgePorts, judgeAcceptQueues, judgeTimeWaitBuckets, judgeMemory, judgeOrphans];
  return judges.map((judge) => judge(evidence));
}
