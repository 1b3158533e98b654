import { METRICS, metricByName } from "@fourtuple/core/samples";
import type { GaugesReading } from "@fourtuple/linux-net/proc";
import { describe, expect, it } from "vitest";
import { createGaugesCollector } from "./gauges.collector.js";

const whole: GaugesReading = {
  conntrackCount: { status: "ok", numbers: [17] },
  conntrackMax: { status: "ok", numbers: [262_144] },
  fileNr: { status: "ok", numbers: [3_424, 0, null] },
};

function collect(changes: Partial<GaugesReading>) {
  const collector = createGaugesCollector({ read: () => ({ ...whole, ...changes }), close: () => {} });
  const values: (number | null)[] = METRICS.map(() => null);
  collector.place(values);
  return {
    of: (name: string) => values[metricByName(name)?.id ?? -1],
    problem: collector.conntrackProblem(),
  };
}

describe("the gauges collector", () => {
  it("puts each figure at its metric", () => {
    const { of, problem } = collect({});
    expect(of("net.netfilter.nf_conntrack_count")).toBe(17);
    expect(of("net.netfilter.nf_conntrack_max")).toBe(262_144);
    expect(of("fs.file-nr.allocated")).toBe(3_424);
    expect(of("fs.file-nr.max")).toBeNull();
    expect(problem).toBeNull();
  });

  it("takes a host without conntrack for what it is", () => {
    const { of, problem } = collect({
      conntrackCount: { status: "absent" },
      conntrackMax: { status: "absent" },
    });
    expect([of("net.netfilter.nf_conntrack_count"), of("net.netfilter.nf_conntrack_max")]).toEqual([
      null,
      null,
    ]);
    expect(problem).toBeNull();
  });

  it("says why conntrack cannot be read", () => {
    const { of, problem } = collect({ conntrackCount: { status: "unreadable", reason: "EACCES" } });
    expect(of("net.netfilter.nf_conntrack_count")).toBeNull();
    expect(problem).toBe("EACCES");
  });
});
