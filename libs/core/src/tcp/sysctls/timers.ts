import { specsOf } from "./spec.js";

/** Retransmission, orphans, keepalive, acknowledgements and what detects a loss. */
export const TIMERS = specsOf("timers", [
  ["net.ipv4.tcp_keepalive_time", "s", "7200"],
  ["net.ipv4.tcp_keepalive_intvl", "s", "75"],
  ["net.ipv4.tcp_keepalive_probes", "probes", "9"],
  ["net.ipv4.tcp_retries1", "retries", "3"],
  ["net.ipv4.tcp_retries2", "retries", "15"],
  // 0 acts as 8 (net/ipv4/tcp_timer.c, tcp_orphan_retries).
  ["net.ipv4.tcp_orphan_retries", "retries", "0"],
  ["net.ipv4.tcp_max_orphans", "sockets", "ehash_entries/2", { scope: "host" }],
  ["net.ipv4.tcp_rto_min_us", "us", "200000", { since: "6.11" }],
  ["net.ipv4.tcp_rto_max_ms", "ms", "120000", { since: "6.15" }],
  ["net.ipv4.tcp_thin_linear_timeouts", null, "0"],
  ["net.ipv4.tcp_early_retrans", null, "3"],
  ["net.ipv4.tcp_recovery", "bitmask", "1"],
  ["net.ipv4.tcp_frto", null, "2"],
  ["net.ipv4.tcp_sack", null, "1"],
  ["net.ipv4.tcp_dsack", null, "1"],
  ["net.ipv4.tcp_slow_start_after_idle", null, "1"],
  ["net.ipv4.tcp_pingpong_thresh", "events", "1", { since: "6.7" }],
  ["net.ipv4.tcp_autocorking", null, "1"],
  ["net.ipv4.tcp_backlog_ack_defer", null, "1", { since: "6.7" }],
  // INT_MAX means no limit for the whole host; 1000 was the default until 6.1.
  ["net.ipv4.tcp_challenge_ack_limit", "segments/s", "2147483647", { otherDefaults: ["1000"] }],
  ["net.ipv4.tcp_invalid_ratelimit", "ms", "500"],
]);
