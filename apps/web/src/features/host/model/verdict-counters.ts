import type { Evidence, Verdict } from "./verdict";

function perSecond({ grown, seenMs }: Evidence, metric: string): number {
  return seenMs > 0 ? ((grown.get(metric) ?? 0) * 1000) / seenMs : 0;
}

/** Counts SYNs and final ACKs that met a full accept queue; 1/s is judgement, below it a burst has passed. */
function judgeListenOverflows(evidence: Evidence): Verdict | null {
  const count = evidence.grown.get("TcpExt.ListenOverflows") ?? 0;
  if (count === 0) return null;
  const severity = perSecond(evidence, "TcpExt.ListenOverflows") > 1 ? "critical" : "warning";
  return { code: "listenOverflows", severity, params: { count }, anchor: "listeners" };
}

/** A dropped request is lost for sure; cookies at 10/s are judgement, and say nothing where every SYN gets one. */
function judgeSynQueue(evidence: Evidence): Verdict | null {
  const dropped = evidence.grown.get("TcpExt.TCPReqQFullDrop") ?? 0;
  if (dropped > 0) {
    return { code: "synQueueDrops", severity: "critical", params: { count: dropped }, anchor: "counters" };
  }
  const isAlways = evidence.sysctls.get("net.ipv4.tcp_syncookies") === "2";
  const cookiesPerSec = perSecond(evidence, "TcpExt.TCPReqQFullDoCookies");
  if (isAlways || cookiesPerSec <= 10) return null;
  return {
    code: "synCookies",
    severity: "critical",
    params: { perSec: Math.round(cookiesPerSec) },
    anchor: "counters",
  };
}

function judgeTimeWaitOverflow({ grown }: Evidence): Verdict | null {
  const count = grown.get("TcpExt.TCPTimeWaitOverflow") ?? 0;
  if (count === 0) return null;
  return { code: "timeWaitOverflow", severity: "critical", params: { count }, anchor: "counters" };
}

/**
 * Data segments sent again, as a share of data segments sent: SYN retries are no loss of data, and
 * OutSegs would thin the share with pure ACKs. 1 % and 5 % of at least 1,000 segments: judgement.
 */
function judgeRetransmits({ grown }: Evidence): Verdict | null {
  const sent = grown.get("TcpExt.TCPOrigDataSent") ?? 0;
  const again = (grown.get("Tcp.RetransSegs") ?? 0) - (grown.get("TcpExt.TCPSynRetrans") ?? 0);
  if (sent < 1000 || again / sent < 0.01) return null;
  const severity = again / sent >= 0.05 ? "critical" : "warning";
  return { code: "retransmits", severity, params: { share: again / sent, sent }, anchor: "counters" };
}

/** Any of these means that the kernel took memory back from sockets. */
function judgeMemoryEvents({ grown }: Evidence): Verdict | null {
  const aborted = grown.get("TcpExt.TCPAbortOnMemory") ?? 0;
  if (aborted === 0) return null;
  return { code: "abortedForMemory", severity: "critical", params: { count: aborted }, anchor: "counters" };
}

/** Verdicts from what happened in the last minute. */
export function judgeCounters(evidence: Evidence): (Verdict | null)[] {
  const judges = [
    judgeListenOverflows,
    judgeSynQueue,
    judgeTimeWaitOverflow,
    judgeRetransmits,
    judgeMemoryEvents,
  ];
  return judges.map((judge) => judge(evidence));
}
