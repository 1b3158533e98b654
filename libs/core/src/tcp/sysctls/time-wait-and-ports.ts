import { specsOf } from "./spec.js";

/** TIME_WAIT, FIN_WAIT2 and the ports that outgoing connections are given. */
export const TIME_WAIT_AND_PORTS = specsOf("time-wait-and-ports", [
  ["net.ipv4.tcp_tw_reuse", null, "2"],
  ["net.ipv4.tcp_tw_reuse_delay", "ms", "1000", { since: "6.14" }],
  ["net.ipv4.tcp_tw_recycle", null, "0", { removed: "4.12" }],
  ["net.ipv4.tcp_tw_timeout", "s", "60", { vendor: "Alibaba Cloud Linux" }],
  ["net.ipv4.tcp_max_tw_buckets", "sockets", "ehash_entries/2"],
  ["net.ipv4.tcp_fin_timeout", "s", "60"],
  ["net.ipv4.ip_local_port_range", "ports", "32768 60999", { kind: "integers" }],
  ["net.ipv4.ip_local_reserved_ports", "ports", "", { kind: "port-ranges" }],
  ["net.ipv4.ip_local_port_step_width", "ports", "0", { since: "7.2" }],
  ["net.ipv4.ip_unprivileged_port_start", "port", "1024"],
  ["net.ipv4.ip_autobind_reuse", null, "0", { since: "5.7" }],
  ["net.ipv4.ip_nonlocal_bind", null, "0"],
  ["net.ipv4.tcp_timestamps", null, "1"],
  ["net.ipv4.tcp_rfc1337", null, "0"],
  ["net.ipv4.tcp_ehash_entries", "buckets", "memory/128 KiB, at most 524288", { since: "6.1" }],
  ["net.ipv4.tcp_child_ehash_entries", "buckets", "0", { since: "6.1" }],
  ["net.ipv4.tcp_l3mdev_accept", null, "0"],
]);
