import type { CensusTier } from "@fourtuple/core/samples";
import { TCP_STATE_CODE, type TcpState } from "@fourtuple/core/tcp";
import { ALL_BUT_LISTEN } from "../sock-diag/protocol.js";

function maskOf(...states: TcpState[]): number {
  return states.reduce((mask, state) => mask | (1 << TCP_STATE_CODE[state]), 0);
}

/** The states that a tier asks for: bit n is the kernel's state n. The kernel leaves out the others before it writes them. */
export const TIER_STATES: Readonly<Record<CensusTier, number>> = {
  full: ALL_BUT_LISTEN,
  troubled: maskOf("SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "CLOSE_WAIT", "LAST_ACK", "CLOSING"),
  timeWait: maskOf("TIME_WAIT"),
};

/** @returns true when a census of `tier` counts the sockets in `state`. */
export function tierHas(tier: CensusTier, state: TcpState): boolean {
  return (TIER_STATES[tier] & (1 << TCP_STATE_CODE[state])) !== 0;
}
