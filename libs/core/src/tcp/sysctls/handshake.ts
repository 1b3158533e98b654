import { specsOf } from "./spec.js";

/** From SYN to accept(): the SYN queue, the accept queue, and what drops packets before either. */
export const HANDSHAKE = specsOf("handshake", [
  ["net.core.somaxconn", "connections", "4096", { otherDefaults: ["128"] }],
  ["net.ipv4.tcp_max_syn_backlog", "connections", "max(128, ehash_entries/128)"],
  ["net.ipv4.tcp_syncookies", null, "1"],
  ["net.ipv4.tcp_synack_retries", "retries", "5"],
  ["net.ipv4.tcp_abort_on_overflow", null, "0"],
  ["net.ipv4.tcp_migrate_req", null, "0", { since: "5.14" }],
  ["net.ipv4.tcp_syn_retries", "retries", "6"],
  ["net.ipv4.tcp_syn_linear_timeouts", "retries", "4", { since: "6.5" }],
  ["net.ipv4.tcp_fastopen", "bitmask", "1"],
  ["net.ipv4.tcp_fwmark_accept", null, "0"],
  ["net.ipv4.tcp_reflect_tos", null, "0", { since: "5.10" }],
  ["net.core.netdev_max_backlog", "packets", "1000", { scope: "host" }],
  ["net.core.netdev_budget", "packets", "300", { scope: "host" }],
  // Two jiffies, and at least 2,000 us: the figure follows the kernel's HZ.
  [
    "net.core.netdev_budget_usecs",
    "us",
    "2 jiffies",
    { scope: "host", otherDefaults: ["2000", "8000", "20000"] },
  ],
]);
