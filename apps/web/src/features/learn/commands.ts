import type { TcpState } from "@fourtuple/core/tcp";
import type { PatternKey } from "./sections";

const countBy = (list: string, column: 3 | 4 | 5) =>
  `${list} | awk '{print $${column}}' | sort | uniq -c | sort -rn | head`;

/** Commands to look at a state by hand: iproute2's ss and nstat, or a plain file. With a state filter ss leaves the State column out. */
export const STATE_COMMANDS: Readonly<Record<TcpState, readonly string[]>> = {
  LISTEN: ["ss -ltn", "nstat -az TcpExtListenOverflows TcpExtListenDrops"],
  SYN_SENT: ["ss -tano state syn-sent", countBy("ss -Htan state syn-sent", 4)],
  SYN_RECV: [
    "ss -tano state syn-recv",
    "nstat -az TcpExtListenOverflows TcpExtSyncookiesSent TcpExtSyncookiesRecv",
  ],
  ESTABLISHED: ["ss -tnoi state established", "grep ^Tcp: /proc/net/snmp"],
  FIN_WAIT1: ["ss -tanoe state fin-wait-1", "cat /proc/net/sockstat"],
  FIN_WAIT2: ["ss -tanoe state fin-wait-2", "cat /proc/net/sockstat"],
  CLOSING: ["ss -tano state closing"],
  TIME_WAIT: [
    countBy("ss -Htan state time-wait", 4),
    "nstat -az TcpExtTW TcpExtTWRecycled TcpExtTCPTimeWaitOverflow",
  ],
  CLOSE_WAIT: ["ss -tanp state close-wait"],
  LAST_ACK: ["ss -tano state last-ack"],
  CLOSE: ["ss -tanB"],
};

export const PATTERN_COMMANDS: Readonly<Record<PatternKey, readonly string[]>> = {
  ephemeralPorts: [
    countBy("ss -Htan | grep -v LISTEN", 5),
    "sysctl net.ipv4.ip_local_port_range net.ipv4.ip_local_reserved_ports",
  ],
  acceptQueue: [
    "ss -ltnp",
    "nstat -az TcpExtListenOverflows TcpExtListenDrops",
    "ls /proc/PID/fd | wc -l; grep 'open files' /proc/PID/limits",
  ],
  synQueue: [
    countBy("ss -Htan state syn-recv", 3),
    "nstat -az TcpExtListenOverflows TcpExtTCPReqQFullDoCookies TcpExtSyncookiesSent TcpExtSyncookiesRecv",
    "dmesg | grep 'SYN flooding'",
  ],
  closeWait: [
    "ss -tanp state close-wait",
    "ss -Htanp state close-wait | grep -o 'pid=[0-9]*' | sort | uniq -c | sort -rn",
  ],
  finWait2: ["ss -tanoe state fin-wait-2", "cat /proc/net/sockstat"],
  serverTimeWait: [countBy("ss -Htan state time-wait", 3), "nstat -az TcpExtTCPTimeWaitOverflow"],
};
