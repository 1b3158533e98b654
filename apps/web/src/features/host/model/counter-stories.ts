import { METRICS } from "@fourtuple/core/samples";

export interface CounterStory {
  readonly id: "opening" | "queues" | "closing" | "retransmits" | "resets" | "rest";
  readonly metrics: readonly string[];
}

const ext = (...names: string[]) => names.map((name) => `TcpExt.${name}`);

const told: readonly CounterStory[] = [
  { id: "opening", metrics: ["Tcp.ActiveOpens", "Tcp.PassiveOpens", "Tcp.AttemptFails"] },
  {
    id: "queues",
    metrics: ext(
      "ListenOverflows",
      "ListenDrops",
      "SyncookiesSent",
      "SyncookiesRecv",
      "SyncookiesFailed",
      "TCPReqQFullDoCookies",
      "TCPReqQFullDrop",
    ),
  },
  {
    id: "closing",
    metrics: ext(
      "TW",
      "TWRecycled",
      "TWKilled",
      "TCPTimeWaitOverflow",
      "TCPAbortOnData",
      "TCPAbortOnClose",
      "TCPAbortOnTimeout",
      "TCPAbortOnLinger",
      "TCPAbortOnMemory",
      "TCPAbortFailed",
    ),
  },
  {
    id: "retransmits",
    metrics: [
      "Tcp.RetransSegs",
      ...ext("TCPSynRetrans", "TCPTimeouts", "TCPLossProbes", "TCPSpuriousRTOs", "TCPOrigDataSent"),
    ],
  },
  { id: "resets", metrics: ["Tcp.EstabResets", "Tcp.OutRsts", ...ext("EmbryonicRsts")] },
];

/** Every counter of the kernel's that is collected, by the story it tells; what tells none of them is in `rest`. */
export const COUNTER_STORIES: readonly CounterStory[] = [
  ...told,
  {
    id: "rest",
    metrics: METRICS.filter(
      ({ name, kind, source }) =>
        kind === "counter" && source !== "agent" && !told.some(({ metrics }) => metrics.includes(name)),
    ).map(({ name }) => name),
  },
];

/** `TcpExt.ListenDrops` → `ListenDrops`: what `nstat` and people call it. */
export function fieldOf(metric: string): string {
  return metric.slice(metric.lastIndexOf(".") + 1);
}
