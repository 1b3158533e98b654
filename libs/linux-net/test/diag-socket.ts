import { isIPv6 } from "node:net";
import { endianness } from "node:os";
import { parseAddress } from "../src/owners/parse-address.js";

const LITTLE_ENDIAN = endianness() === "LE";
const AF_INET = 2;
const AF_INET6 = 10;

export interface DiagSocket {
  readonly state: number;
  /** `127.0.0.1:80`, `[::1]:80`, `[::ffff:127.0.0.1]:80`. */
  readonly local: string;
  readonly remote: string;
  readonly inode: number;
}

function putEnd(bytes: Uint8Array, text: string, port: number, address: number): boolean {
  const [, host = "", number = ""] = /^\[?(.*?)\]?:(\d+)$/.exec(text) ?? [];
  const isV6 = isIPv6(host);
  const parsed = parseAddress(host) ?? new Uint8Array();
  const isMapped = isV6 && parsed.length === 4;
  new DataView(bytes.buffer).setUint16(port, Number(number));
  bytes.set(isMapped ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...parsed] : parsed, address);
  return isV6;
}

/** struct inet_diag_msg of a socket with both ends and an inode, as the payload of a netlink message. */
export function writeDiagSocket({ state, local, remote, inode }: DiagSocket): Uint8Array {
  const bytes = new Uint8Array(72);
  const isV6 = putEnd(bytes, local, 4, 8);
  putEnd(bytes, remote, 6, 24);
  bytes.set([isV6 ? AF_INET6 : AF_INET, state]);
  new DataView(bytes.buffer).setUint32(68, inode, LITTLE_ENDIAN);
  return bytes;
}
