import { TCP_STATE_CODE } from "@fourtuple/core/tcp";

/** Numbers of the netlink and inet_diag interface: linux/netlink.h, linux/inet_diag.h, linux/sock_diag.h. */
export const NLMSG_NOOP = 1;
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_OVERRUN = 4;
export const NLMSG_HEADER_BYTES = 16;

export const NLM_F_REQUEST = 0x1;
export const NLM_F_DUMP_INTR = 0x10;
export const NLM_F_DUMP = 0x300;

/**
 * The older request, struct inet_diag_req: its dump answers for IPv4 and IPv6 in one walk of the hash,
 * where SOCK_DIAG_BY_FAMILY needs two (measured: 1.2 to 1.4 times the CPU).
 */
export const TCPDIAG_GETSOCK = 18;
export const SOCK_DIAG_BY_FAMILY = 20;

/** struct inet_diag_msg: the fixed part of a socket's message, after the netlink header. */
export const INET_DIAG_MSG_BYTES = 72;
export const INET_DIAG_SKMEMINFO = 7;
/** Index of the drops in the SKMEMINFO attribute (linux/sock_diag.h, SK_MEMINFO_DROPS). */
export const SK_MEMINFO_DROPS = 8;

/** The id of the socket's cgroup (64 bits), which any dump carries for sockets that have a process; since Linux 5.8. */
export const INET_DIAG_CGROUP_ID = 21;

export const AF_INET = 2;
export const AF_INET6 = 10;

/** Every TCP state. Never all 32 bits: bit 13 makes newer kernels walk a second hash table. */
export const ALL_STATES = 0xfff;
/** LISTEN alone does not walk the table of connections at all. */
export const LISTEN_STATE = 1 << TCP_STATE_CODE.LISTEN;
export const ALL_BUT_LISTEN = ALL_STATES & ~LISTEN_STATE;

/** Bit of idiag_ext that asks for socket memory, and with it the drops. */
export const EXT_SKMEMINFO = 1 << (INET_DIAG_SKMEMINFO - 1);
