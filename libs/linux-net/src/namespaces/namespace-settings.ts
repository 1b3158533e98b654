import { join } from "node:path";
import { type PortRange, parsePortRange, parseReservedPorts } from "@fourtuple/core/capacity";
import { normalizeSysctlValue, sysctlPath } from "@fourtuple/core/tcp";
import { readBounded } from "../proc/read-bounded.js";

const PORT_RANGE = "net.ipv4.ip_local_port_range";
const RESERVED_PORTS = "net.ipv4.ip_local_reserved_ports";

/** What decides about ports, TIME_WAIT and the queues of a namespace: each has its own values of them. */
const NAMES = [
  PORT_RANGE,
  RESERVED_PORTS,
  "net.ipv4.tcp_tw_reuse",
  "net.ipv4.tcp_tw_reuse_delay",
  "net.ipv4.tcp_max_tw_buckets",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_timestamps",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_max_syn_backlog",
  "net.core.somaxconn",
] as const;

/** The cap of the wire; a longer value is left out, since half a list of ports would be a false one. */
const VALUE_CAP_BYTES = 4096;

export interface NamespaceSettings {
  readonly sysctls: Readonly<Record<string, string>>;
  readonly range: PortRange | null;
  /** Null where the list cannot be read: then nothing is known about usable ports. */
  readonly reserved: { has(port: number): boolean } | null;
}

/** Without entering a namespace its settings cannot be read. */
export const UNKNOWN_SETTINGS: NamespaceSettings = { sysctls: {}, range: null, reserved: null };

/** Reads the settings of the namespace that this thread is in: `<root>/sys/net` shows those of who opens a file. */
export function readNamespaceSettings(root: string): NamespaceSettings {
  const sysctls: Record<string, string> = {};
  for (const name of NAMES) {
    const reading = readBounded(join(root, sysctlPath(name)), VALUE_CAP_BYTES);
    if (reading.status === "ok" && !reading.cut) sysctls[name] = normalizeSysctlValue(reading.text);
  }
  const reserved = sysctls[RESERVED_PORTS];
  return {
    sysctls,
    range: parsePortRange(sysctls[PORT_RANGE] ?? ""),
    reserved: reserved === undefined ? null : parseReservedPorts(reserved),
  };
}
