import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  compareWithDefault,
  normalizeSysctlValue,
  SYSCTLS,
  type SysctlSpec,
  sysctlPath,
} from "../src/tcp/sysctls.js";

/** The table against the kernel that runs the tests; what it does not have or show is left out. */
interface Present {
  readonly spec: SysctlSpec;
  readonly value: string;
}

function readPresent(): Present[] {
  return SYSCTLS.flatMap((spec) => {
    try {
      return [
        { spec, value: normalizeSysctlValue(readFileSync(`/proc/${sysctlPath(spec.name)}`, "latin1")) },
      ];
    } catch {
      return [];
    }
  });
}

const present = readPresent();
const shapes = {
  integer: /^-?\d+$/,
  integers: /^-?\d+( -?\d+)+$/,
  string: /^[a-z][a-z0-9_]*$/,
  "port-ranges": /^(\d+(-\d+)?(,\d+(-\d+)?)*)?$/,
};

function isOlder(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number.parseFloat);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number.parseFloat);
  return majorA === majorB ? minorA < minorB : majorA < majorB;
}

describe("the settings of this kernel", () => {
  it("are there, most of them", () => {
    expect(present.length).toBeGreaterThan(50);
  });

  it("have values of the kind that the table says", () => {
    for (const { spec, value } of present) expect(value, spec.name).toMatch(shapes[spec.kind]);
  });

  it("do not include what the kernel has removed", () => {
    const release = readFileSync("/proc/sys/kernel/osrelease", "latin1");
    for (const { spec } of present) {
      if (spec.removed !== undefined) expect(isOlder(release, spec.removed), spec.name).toBe(true);
    }
  });

  it("are mostly at the defaults of the table: a typo in it would show as a change everywhere", () => {
    const changed = present.filter(({ spec, value }) => compareWithDefault(spec, value) === "changed");
    // Distributions and people change some; a quarter is judgement.
    expect(changed.length, changed.map(({ spec }) => spec.name).join(", ")).toBeLessThan(present.length / 4);
  });
});
