import { type SysctlRow, specsOf } from "./spec.js";

const HOST = { scope: "host" } as const;
const CONNTRACK_SIZE = "by memory, 262144 above 4 GiB";

const memory: readonly SysctlRow[] = [
  ["net.ipv4.tcp_mem", "pages", "4.68 6.25 9.37 % of free memory", { kind: "integers", scope: "host" }],
  [
    "net.ipv4.tcp_rmem",
    "bytes",
    "4096 131072 min(33554432, memory/128)",
    { kind: "integers", otherDefaults: ["4096 131072 33554432", "4096 131072 6291456"] },
  ],
  [
    "net.ipv4.tcp_wmem",
    "bytes",
    "4096 16384 min(4194304, memory/128)",
    { kind: "integers", otherDefaults: ["4096 16384 4194304"] },
  ],
  ["net.core.rmem_max", "bytes", "4194304", { scope: "host", otherDefaults: ["212992"] }],
  ["net.core.wmem_max", "bytes", "4194304", { scope: "host", otherDefaults: ["212992"] }],
  ["net.core.optmem_max", "bytes", "131072", { otherDefaults: ["20480"] }],
  ["net.ipv4.tcp_moderate_rcvbuf", null, "1"],
  ["net.ipv4.tcp_adv_win_scale", null, "1", { inertSince: "6.6" }],
  ["net.ipv4.tcp_notsent_lowat", "bytes", "4294967295"],
  ["net.ipv4.tcp_limit_output_bytes", "bytes", "4194304", { otherDefaults: ["1048576"] }],
];

const sending: readonly SysctlRow[] = [
  ["net.ipv4.tcp_window_scaling", null, "1"],
  ["net.ipv4.tcp_mtu_probing", null, "0"],
  ["net.ipv4.tcp_congestion_control", null, "cubic", { kind: "string" }],
  ["net.core.default_qdisc", null, "pfifo_fast", { kind: "string", scope: "host" }],
  ["net.ipv4.tcp_ecn", null, "2"],
  ["net.ipv4.tcp_low_latency", null, "0", { scope: "host", inertSince: "4.14" }],
  ["net.ipv4.tcp_fack", null, "0", { inertSince: "4.15" }],
  ["net.ipv4.tcp_min_tso_segs", "segments", "2"],
  ["net.ipv4.tcp_tso_win_divisor", null, "3"],
  ["net.ipv4.tcp_tso_rtt_log", null, "9", { since: "5.18" }],
  ["net.ipv4.tcp_pacing_ss_ratio", "%", "200"],
  ["net.ipv4.tcp_pacing_ca_ratio", "%", "120"],
  ["net.ipv4.tcp_comp_sack_delay_ns", "ns", "1000000"],
  ["net.ipv4.tcp_comp_sack_slack_ns", "ns", "100000"],
  ["net.ipv4.tcp_comp_sack_nr", "segments", "44"],
  ["net.ipv4.tcp_plb_enabled", null, "0", { since: "6.2" }],
  ["net.ipv4.tcp_plb_idle_rehash_rounds", "rounds", "3", { since: "6.2" }],
  ["net.ipv4.tcp_plb_rehash_rounds", "rounds", "12", { since: "6.2" }],
  ["net.ipv4.tcp_plb_suspend_rto_sec", "s", "60", { since: "6.2" }],
  ["net.ipv4.tcp_plb_cong_thresh", "1/256", "128", { since: "6.2" }],
];

const conntrack: readonly SysctlRow[] = [
  ["net.netfilter.nf_conntrack_max", "entries", CONNTRACK_SIZE, HOST],
  ["net.netfilter.nf_conntrack_buckets", "buckets", CONNTRACK_SIZE, HOST],
  ["net.netfilter.nf_conntrack_tcp_timeout_established", "s", "432000"],
  ["net.netfilter.nf_conntrack_tcp_timeout_time_wait", "s", "120"],
  ["net.netfilter.nf_conntrack_tcp_timeout_close_wait", "s", "60"],
  ["net.netfilter.nf_conntrack_tcp_timeout_fin_wait", "s", "120"],
  ["net.netfilter.nf_conntrack_tcp_timeout_last_ack", "s", "30"],
  ["net.netfilter.nf_conntrack_tcp_timeout_syn_sent", "s", "120"],
  ["net.netfilter.nf_conntrack_tcp_timeout_syn_recv", "s", "60"],
  ["net.netfilter.nf_conntrack_tcp_loose", null, "1"],
  ["net.netfilter.nf_conntrack_tcp_be_liberal", null, "0"],
];

const limits: readonly SysctlRow[] = [
  ["fs.file-max", "files", "memory/10 KiB", HOST],
  ["fs.nr_open", "files", "1048576", HOST],
  ["net.ipv4.neigh.default.gc_thresh1", "entries", "128", HOST],
  ["net.ipv4.neigh.default.gc_thresh2", "entries", "512", HOST],
  ["net.ipv4.neigh.default.gc_thresh3", "entries", "1024", HOST],
  ["net.ipv4.conf.all.rp_filter", null, "0"],
  ["net.ipv4.conf.default.rp_filter", null, "0"],
];

/** Buffers, sending, conntrack, descriptors and the neighbour table. */
export const MEMORY_AND_LIMITS = specsOf("memory-and-limits", [
  ...memory,
  ...sending,
  ...conntrack,
  ...limits,
]);
