import { ALL_STATES, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_HEADER_BYTES, TCPDIAG_GETSOCK } from "./protocol.js";

/** struct inet_diag_req: family, prefix lengths, ext (4), inet_diag_sockid (48), states, tables. */
const INET_DIAG_REQ_BYTES = 60;
const EXT_OFFSET = 3;
const STATES_OFFSET = 52;

export interface DumpRequest {
  /** Bit n asks for state n; bits past the twelve states are not sent. */
  readonly states: number;
  /** Bits of idiag_ext, 0 for none. */
  readonly ext: number;
  readonly seq: number;
}

/** @returns one netlink datagram that asks for a dump of IPv4 and IPv6 sockets, in this machine's byte order. */
export function encodeDumpRequest({ states, ext, seq }: DumpRequest): Uint8Array {
  const bytes = new Uint8Array(NLMSG_HEADER_BYTES + INET_DIAG_REQ_BYTES);
  const words = new Uint32Array(bytes.buffer);
  const halves = new Uint16Array(bytes.buffer);
  words[0] = bytes.length;
  halves[2] = TCPDIAG_GETSOCK;
  halves[3] = NLM_F_REQUEST | NLM_F_DUMP;
  words[2] = seq;
  bytes[NLMSG_HEADER_BYTES + EXT_OFFSET] = ext;
  words[(NLMSG_HEADER_BYTES + STATES_OFFSET) / 4] = states & ALL_STATES;
  return bytes;
}
