import { PortSet } from "./port-set.js";

/** Both ends of the ports that connect() picks from, themselves included. */
export type PortRange = readonly [low: number, high: number];

const MAX_PORT = 65_535;
const RANGE = /^\s*(\d{1,5})\s+(\d{1,5})\s*$/;
const RESERVED_PART = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/;

/** @returns the range of net.ipv4.ip_local_port_range, such as `32768\t60999`; null for a text that is none. */
export function parsePortRange(text: string): PortRange | null {
  const match = RANGE.exec(text);
  const low = Number(match?.[1]);
  const high = Number(match?.[2]);
  return low >= 1 && low <= high && high <= MAX_PORT ? [low, high] : null;
}

/** @returns the ports of net.ipv4.ip_local_reserved_ports, such as `8080,9000-9010`; parts that are no ports are passed over. */
export function parseReservedPorts(text: string): PortSet {
  const reserved = new PortSet();
  for (const part of text.split(",")) {
    const match = RESERVED_PART.exec(part);
    if (match === null) continue;
    const low = Number(match[1]);
    const high = Math.min(Number(match[2] ?? low), MAX_PORT);
    for (let port = low; port <= high; port++) reserved.add(port);
  }
  return reserved;
}

export interface UsablePortsInput {
  readonly range: PortRange;
  /** connect() passes over these. */
  readonly reserved: { has(port: number): boolean };
  /**
   * Ports that a socket was bound to by number, on any address: those of listeners above all. connect() passes
   * over each of them as long as one such socket lives (net/ipv4/inet_hashtables.c, __inet_hash_connect).
   */
  readonly explicitlyBound: Iterable<number>;
}

/** @returns how many ports connect() may take for one destination: what can be had from one address of ours to one of theirs. */
export function countUsablePorts({
  range: [low, high],
  reserved,
  explicitlyBound,
}: UsablePortsInput): number {
  const bound = new PortSet(explicitlyBound);
  let usable = 0;
  for (let port = low; port <= high; port++) if (!reserved.has(port) && !bound.has(port)) usable++;
  return usable;
}
