import type { Sysctls } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { findLimitations, type LimitationInput, probeSurroundings } from "./limitations.js";

const well: LimitationInput = {
  surroundings: {
    foreignProcesses: null,
    cgroups: null,
    limits: { openFiles: 1024, memoryBytes: null },
    outOfDescriptors: false,
  },
  sampler: { source: "sock_diag", sourceReason: null, pulseWorks: true, conntrackProblem: null },
  sysctls: null,
  spoolProblem: null,
  namespacesProblem: null,
};
const surroundings = (changes: Partial<LimitationInput["surroundings"]>) => ({
  surroundings: { ...well.surroundings, ...changes },
});
const sampler = (changes: Partial<LimitationInput["sampler"]>) => ({
  sampler: { ...well.sampler, ...changes },
});
const sysctls: Sysctls = {
  atMs: 0,
  full: true,
  readings: [
    { name: "net.ipv4.ip_local_port_range", status: "present", value: "1 2" },
    { name: "net.ipv4.tcp_tw_reuse", status: "absent" },
  ],
};

describe("the limitations", () => {
  it("are none where all is well", () => expect(findLimitations(well)).toEqual([]));

  it.each([
    ["no-sock-diag", sampler({ source: "procfs", sourceReason: "sock_diag: EPERM" }), /EPERM/],
    ["no-sock-diag", sampler({ source: "none" }), /not asked yet/],
    ["no-procfs", sampler({ pulseWorks: false }), /\/proc\/net/],
    ["foreign-processes-hidden", surroundings({ foreignProcesses: "EACCES" }), /EACCES.*CAP_SYS_PTRACE/],
    ["cgroups-unreadable", surroundings({ cgroups: "ENOENT" }), /ENOENT/],
    ["namespaces-unreadable", { namespacesProblem: "setns: EPERM" }, /EPERM/],
    ["sysctls-missing", { sysctls }, /tcp_tw_reuse, .*tcp_max_tw_buckets/],
    ["conntrack-unreadable", sampler({ conntrackProblem: "EACCES" }), /nf_conntrack_count: EACCES/],
    ["spool-unwritable", { spoolProblem: "EROFS" }, /EROFS/],
    ["memory-limited", surroundings({ limits: { openFiles: null, memoryBytes: 33_554_432 } }), /32 MiB/],
    ["descriptors-limited", surroundings({ limits: { openFiles: 32, memoryBytes: null } }), /32/],
    ["descriptors-limited", surroundings({ outOfDescriptors: true }), /EMFILE/],
  ] as const)("name %s", (code, changes, detail) => {
    expect(findLimitations({ ...well, ...changes })).toEqual([
      { code, detail: expect.stringMatching(detail) },
    ]);
  });

  it("never say more than the contract takes", () => {
    const [limitation] = findLimitations({ ...well, spoolProblem: "x".repeat(1000) });
    expect(limitation?.detail).toHaveLength(300);
  });

  it("of a fixture are not those of the machine that reads it", () => {
    expect(probeSurroundings("/fixture/proc")).toEqual({
      foreignProcesses: null,
      cgroups: null,
      limits: { openFiles: null, memoryBytes: null },
      outOfDescriptors: false,
    });
  });

  it.skipIf(process.platform !== "linux")("of this machine can be found out", () => {
    expect(probeSurroundings("/proc").limits.openFiles).toBeGreaterThan(0);
  });
});
