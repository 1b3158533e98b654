import type { TcpState } from "@fourtuple/core/tcp";

/** The failure patterns in reading order: key of its texts, then the anchor of its section. */
export const PATTERNS = [
  { key: "ephemeralPorts", anchor: "ephemeral-ports" },
  { key: "acceptQueue", anchor: "accept-queue" },
  { key: "synQueue", anchor: "syn-queue" },
  { key: "closeWait", anchor: "close-wait-leak" },
  { key: "finWait2", anchor: "fin-wait2-pile-up" },
  { key: "serverTimeWait", anchor: "server-time-wait" },
] as const;

export type PatternKey = (typeof PATTERNS)[number]["key"];

/** Which patterns a state speaks of. */
export const RELATED_PATTERNS: Readonly<Partial<Record<TcpState, readonly PatternKey[]>>> = {
  LISTEN: ["acceptQueue", "synQueue"],
  SYN_SENT: ["ephemeralPorts"],
  SYN_RECV: ["synQueue", "acceptQueue"],
  ESTABLISHED: ["ephemeralPorts"],
  FIN_WAIT2: ["finWait2", "closeWait"],
  TIME_WAIT: ["ephemeralPorts", "serverTimeWait"],
  CLOSE_WAIT: ["closeWait", "finWait2"],
};

/** Advice refused by name: key of its texts, then what it is about, as people write it. */
export const FOLKLORE = [
  { key: "finTimeout", name: "tcp_fin_timeout" },
  { key: "twRecycle", name: "tcp_tw_recycle" },
  { key: "twReuseServer", name: "tcp_tw_reuse" },
  { key: "clockSkew", name: "tcp_tw_reuse" },
  { key: "maxTwBuckets", name: "tcp_max_tw_buckets" },
  { key: "timestamps", name: "tcp_timestamps" },
  { key: "synBacklog", name: "tcp_max_syn_backlog" },
  { key: "netdevBacklog", name: "netdev_max_backlog" },
  { key: "syncookiesOff", name: "tcp_syncookies" },
  { key: "abortOnOverflow", name: "tcp_abort_on_overflow" },
  { key: "somaxconn", name: "somaxconn" },
  { key: "keepaliveCloseWait", name: "tcp_keepalive_time" },
  { key: "linger", name: "SO_LINGER" },
  { key: "orphanRetries", name: "tcp_orphan_retries" },
  { key: "portLimit", name: "65,535" },
] as const;

/** Anchors of the parts of the page. */
export const PART_ANCHOR = {
  map: "map",
  states: "states",
  patterns: "patterns",
  folklore: "folklore",
  sources: "sources",
} as const;
