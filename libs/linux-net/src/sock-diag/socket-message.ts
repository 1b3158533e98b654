import { INET_DIAG_MSG_BYTES, NLMSG_HEADER_BYTES } from "./protocol.js";
import type { ReceiveBuffer } from "./receive-buffer.js";

/*
 * Where the fields of a socket's message lie, in bytes from its start (struct inet_diag_msg behind the netlink header).
 * Modules of which code runs once per socket import these as a whole and take them out into constants of their
 * own: V8 compiles those in, while what is imported or exported by name is read from memory at each use
 * (measured: about a seventh of what a census adds to the cost of a dump).
 */
export const FAMILY = NLMSG_HEADER_BYTES;
export const STATE = NLMSG_HEADER_BYTES + 1;
export const TIMER = NLMSG_HEADER_BYTES + 2;
export const LOCAL_PORT = NLMSG_HEADER_BYTES + 4;
export const REMOTE_PORT = NLMSG_HEADER_BYTES + 6;
export const LOCAL_ADDRESS = NLMSG_HEADER_BYTES + 8;
export const REMOTE_ADDRESS = NLMSG_HEADER_BYTES + 24;
export const EXPIRES = NLMSG_HEADER_BYTES + 52;
export const RQUEUE = NLMSG_HEADER_BYTES + 56;
export const WQUEUE = NLMSG_HEADER_BYTES + 60;
export const UID = NLMSG_HEADER_BYTES + 64;
export const ATTRIBUTES = NLMSG_HEADER_BYTES + INET_DIAG_MSG_BYTES;

/** idiag_timer of a TIME_WAIT minisocket, whatever state it stands for; EXPIRES is then what is left of its life, ms. */
export const TIMER_TIME_WAIT = 3;

/** Length and type, 16 bits each. */
export const ATTRIBUTE_HEADER_BYTES = 4;

/**
 * @returns where the payload of the attribute of `type` begins, -1 when the message from `start` up to `end`
 * has none that carries `payloadBytes`.
 */
export function findAttribute(
  { halves }: ReceiveBuffer,
  start: number,
  end: number,
  type: number,
  payloadBytes: number,
): number {
  let at = start + ATTRIBUTES;
  while (end - at >= ATTRIBUTE_HEADER_BYTES) {
    const byteLength = halves[at >> 1] ?? 0;
    if (byteLength < ATTRIBUTE_HEADER_BYTES || byteLength > end - at) return -1;
    if (halves[(at >> 1) + 1] === type) {
      return byteLength - ATTRIBUTE_HEADER_BYTES >= payloadBytes ? at + ATTRIBUTE_HEADER_BYTES : -1;
    }
    at += (byteLength + 3) & ~3;
  }
  return -1;
}

/** @returns the port whose two bytes, in network order, lie at `at`. */
export function readPort(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
