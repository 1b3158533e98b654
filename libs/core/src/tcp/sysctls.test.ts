import { describe, expect, it } from "vitest";
import {
  compareWithDefault,
  normalizeSysctlValue,
  SYSCTL_GROUPS,
  SYSCTLS,
  type SysctlReading,
  type SysctlSpec,
  sameSysctlReading,
  sysctlByName,
  sysctlPath,
} from "./sysctls.js";

function specOf(name: string): SysctlSpec {
  const spec = sysctlByName(name);
  if (spec === undefined) throw new Error(`${name} is not in SYSCTLS`);
  return spec;
}

describe("SYSCTLS", () => {
  it("names every setting once", () => {
    const names = SYSCTLS.map((spec) => spec.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(95);
  });

  it("holds only concrete names, so that each is one file", () => {
    for (const { name } of SYSCTLS) expect(name).toMatch(/^(net|fs)(\.[a-z0-9_-]+)+$/);
  });

  it("lists the groups one after the other and leaves none empty", () => {
    const order = SYSCTLS.map((spec) => spec.group).filter((group, i, all) => group !== all[i - 1]);
    expect(order).toEqual(SYSCTL_GROUPS);
  });

  it("gives a default of the declared kind", () => {
    for (const spec of SYSCTLS) {
      const numbers = /^-?\d+( -?\d+)*$/.test(spec.defaultText);
      if (spec.kind === "integer" && numbers) expect(spec.defaultText, spec.name).not.toContain(" ");
      if (spec.kind === "integers") expect(spec.defaultText, spec.name).toContain(" ");
      if (spec.kind === "string") expect(spec.defaultText, spec.name).toMatch(/^[a-z_]+$/);
      if (spec.kind === "port-ranges") expect(spec.defaultText, spec.name).toMatch(/^[\d,-]*$/);
    }
  });

  it("writes kernel versions as numbers", () => {
    for (const { name, since, removed, inertSince } of SYSCTLS) {
      for (const version of [since, removed, inertSince]) {
        if (version !== undefined) expect(version, name).toMatch(/^\d+\.\d+$/);
      }
    }
  });

  it.each([
    ["net.ipv4.tcp_mem", "host"],
    ["net.ipv4.tcp_max_orphans", "host"],
    ["net.core.netdev_max_backlog", "host"],
    ["net.ipv4.tcp_tw_reuse", "namespace"],
    ["net.core.somaxconn", "namespace"],
  ] as const)("knows that %s belongs to the %s", (name, scope) => {
    expect(specOf(name).scope).toBe(scope);
  });

  it("says that tcp_tw_recycle is gone since 4.12", () => {
    expect(specOf("net.ipv4.tcp_tw_recycle").removed).toBe("4.12");
  });
});

describe("sysctlPath", () => {
  it.each([
    ["net.ipv4.tcp_tw_reuse", "sys/net/ipv4/tcp_tw_reuse"],
    ["net.ipv4.conf.all.rp_filter", "sys/net/ipv4/conf/all/rp_filter"],
    ["fs.file-max", "sys/fs/file-max"],
  ])("turns %s into %s", (name, path) => {
    expect(sysctlPath(name)).toBe(path);
  });

  it("stays below sys/ for every watched name", () => {
    for (const { name } of SYSCTLS) expect(sysctlPath(name)).toMatch(/^sys\/[a-z0-9_/-]+$/);
  });
});

describe("normalizeSysctlValue", () => {
  it.each([
    ["32768\t60999\n", "32768 60999"],
    ["2\n", "2"],
    ["\n", ""],
    ["287898\t383867\t575796\n", "287898 383867 575796"],
  ])("writes %j as %j", (raw, text) => {
    expect(normalizeSysctlValue(raw)).toBe(text);
  });
});

describe("sameSysctlReading", () => {
  const name = "net.ipv4.tcp_tw_reuse";
  const two: SysctlReading = { name, status: "present", value: "2" };
  const absent: SysctlReading = { name, status: "absent" };
  const denied: SysctlReading = { name, status: "unreadable", reason: "EACCES" };

  it("tells equal values, absence and unreadable files apart", () => {
    const all = [two, { ...two, value: "1" } as const, absent, denied, { ...denied, reason: "EIO" } as const];
    for (const [i, a] of all.entries()) {
      for (const [j, b] of all.entries()) expect(sameSysctlReading(a, b)).toBe(i === j);
    }
  });
});

describe("compareWithDefault", () => {
  it.each([
    ["net.ipv4.tcp_tw_reuse", "2", "default"],
    ["net.ipv4.tcp_tw_reuse", "1", "changed"],
    ["net.ipv4.ip_local_port_range", "32768 60999", "default"],
    ["net.ipv4.ip_local_port_range", "1024 65535", "changed"],
    ["net.ipv4.ip_local_reserved_ports", "", "default"],
    ["net.ipv4.ip_local_reserved_ports", "8080", "changed"],
    ["net.ipv4.tcp_congestion_control", "bbr", "changed"],
    ["net.ipv4.tcp_max_tw_buckets", "131072", "unknown"],
    ["net.core.rmem_max", "212992", "default"],
    ["net.core.rmem_max", "1", "changed"],
    ["net.ipv4.tcp_rmem", "4096 131072 6291456", "default"],
    ["net.ipv4.tcp_rmem", "4096 131072 500000", "unknown"],
  ] as const)("%s = %j is %s", (name, value, verdict) => {
    expect(compareWithDefault(specOf(name), value)).toBe(verdict);
  });
});
