/**
 * The kernel settings that bear on TCP sockets, as data. Names, defaults and scopes were checked
 * on 6.18 and against Documentation/networking/ip-sysctl.rst.
 * `scope: "namespace"` says that each network namespace has a value of its own, starting from the
 * kernel's defaults and not from the host's values (tcp_rmem, tcp_wmem, tcp_congestion_control are copied).
 */
export const SYSCTL_GROUPS = ["time-wait-and-ports", "handshake", "timers", "memory-and-limits"] as const;
export type SysctlGroup = (typeof SYSCTL_GROUPS)[number];

export type SysctlKind = "integer" | "integers" | "string" | "port-ranges";

export interface SysctlSpec {
  /** As sysctl(8) writes it: `net.ipv4.tcp_tw_reuse`. */
  readonly name: string;
  readonly group: SysctlGroup;
  readonly kind: SysctlKind;
  readonly unit: string | null;
  /** The default of a current kernel: a value, or the formula the kernel derives it by (`ehash_entries/2`). */
  readonly defaultText: string;
  readonly scope: "namespace" | "host";
  /** Values that are the default on other kernels or sizes of machine. */
  readonly otherDefaults?: readonly string[];
  /** The kernel that brought it, where older ones are still met. */
  readonly since?: string;
  /** The kernel that took it away: a newer one has no such file. */
  readonly removed?: string;
  /** From this kernel on the file exists and does nothing. */
  readonly inertSince?: string;
  /** Only this vendor's kernels have it. */
  readonly vendor?: string;
}

type Extra = Partial<
  Pick<SysctlSpec, "kind" | "scope" | "otherDefaults" | "since" | "removed" | "inertSince" | "vendor">
>;

/** One line of a table: an integer of the namespace unless `extra` says otherwise. */
export type SysctlRow = readonly [name: string, unit: string | null, defaultText: string, extra?: Extra];

/** @returns the specs of one group from its rows. */
export function specsOf(group: SysctlGroup, rows: readonly SysctlRow[]): readonly SysctlSpec[] {
  return rows.map(([name, unit, defaultText, extra]) => ({
    name,
    group,
    kind: "integer",
    unit,
    defaultText,
    scope: "namespace",
    ...extra,
  }));
}
