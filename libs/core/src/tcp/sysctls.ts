import { HANDSHAKE } from "./sysctls/handshake.js";
import { MEMORY_AND_LIMITS } from "./sysctls/memory-and-limits.js";
import type { SysctlSpec } from "./sysctls/spec.js";
import { TIME_WAIT_AND_PORTS } from "./sysctls/time-wait-and-ports.js";
import { TIMERS } from "./sysctls/timers.js";

export { SYSCTL_GROUPS, type SysctlGroup, type SysctlKind, type SysctlSpec } from "./sysctls/spec.js";

/** Every setting that is watched, group by group, in the order in which pages show them. */
export const SYSCTLS: readonly SysctlSpec[] = [
  ...TIME_WAIT_AND_PORTS,
  ...HANDSHAKE,
  ...TIMERS,
  ...MEMORY_AND_LIMITS,
];

/** What reading one setting gave. `absent`: this kernel or namespace has no such file. */
export type SysctlReading =
  | { readonly name: string; readonly status: "present"; readonly value: string }
  | { readonly name: string; readonly status: "absent" }
  | { readonly name: string; readonly status: "unreadable"; readonly reason: string };

const byName: ReadonlyMap<string, SysctlSpec> = new Map(SYSCTLS.map((spec) => [spec.name, spec]));

/** @returns the spec of this exact name, or undefined when it is not watched. */
export function sysctlByName(name: string): SysctlSpec | undefined {
  return byName.get(name);
}

/** @returns the file of a setting below the proc root: `sys/net/ipv4/tcp_tw_reuse`. */
export function sysctlPath(name: string): string {
  return `sys/${name.replaceAll(".", "/")}`;
}

/** @returns a value as people write it: no newline at the end, one space where the kernel puts tabs. */
export function normalizeSysctlValue(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

/** Whether two readings of one setting say the same. */
export function sameSysctlReading(a: SysctlReading, b: SysctlReading): boolean {
  if (a.status === "present" && b.status === "present") return a.value === b.value;
  if (a.status === "unreadable" && b.status === "unreadable") return a.reason === b.reason;
  return a.status === b.status;
}

const FIXED_NUMBERS = /^-?\d+(?: -?\d+)*$/;

/**
 * Compares a normalized value with the kernel's default.
 * `unknown`: the kernel computes the default on the machine, so the value alone cannot tell.
 */
export function compareWithDefault(spec: SysctlSpec, value: string): "default" | "changed" | "unknown" {
  if (value === spec.defaultText || spec.otherDefaults?.includes(value)) return "default";
  const fixed = spec.kind === "string" || spec.kind === "port-ranges" || FIXED_NUMBERS.test(spec.defaultText);
  return fixed ? "changed" : "unknown";
}
