import { METRIC_COUNT, METRICS, metricByName } from "@fourtuple/core/samples";
import type { FieldReading, Pulse, PulseReading } from "@fourtuple/linux-net/proc";
import { describe, expect, it } from "vitest";
import { createPulseCollector } from "./pulse.collector.js";

function fields(record: Readonly<Record<string, number>>, skipped: readonly string[] = []): FieldReading {
  return { status: "ok", fields: new Map(Object.entries(record)), skipped };
}

const whole: PulseReading = {
  sockstat: fields({ "TCP.inuse": 9, "TCP.orphan": 0, "TCP.tw": 4, "TCP.alloc": 12, "TCP.mem": 3 }),
  sockstat6: fields({ "TCP6.inuse": 2 }),
  snmp: fields({ "Tcp.CurrEstab": 5, "Tcp.ActiveOpens": 100, "Tcp.MaxConn": -1 }),
  netstat: fields({ "TcpExt.ListenDrops": 7, "TcpExt.ColumnOfTomorrow": 1 }),
};

function collect(changes: Partial<PulseReading> | (() => PulseReading)) {
  const read = typeof changes === "function" ? changes : () => ({ ...whole, ...changes });
  const pulse: Pulse = { read, close: () => {} };
  const { values, problems } = createPulseCollector(pulse).collect();
  return { values, problems, of: (name: string) => values[metricByName(name)?.id ?? -1] };
}

describe("the pulse collector", () => {
  it("puts every figure at the id of its metric", () => {
    const { of, values, problems } = collect({});
    expect(values).toHaveLength(METRIC_COUNT);
    expect(problems).toEqual([]);
    expect(of("sockstat.TCP.tw")).toBe(4);
    expect(of("sockstat6.TCP6.inuse")).toBe(2);
    expect(of("Tcp.CurrEstab")).toBe(5);
    expect(of("TcpExt.ListenDrops")).toBe(7);
  });

  it("finds a field for every metric of the four files, and leaves the others alone", () => {
    const everything = (source: string, strip: string) =>
      fields(
        Object.fromEntries(
          METRICS.filter((metric) => metric.source === source).map(({ name, id }) => [
            name.replace(strip, ""),
            id,
          ]),
        ),
      );
    const { values } = collect({
      sockstat: everything("sockstat", "sockstat."),
      sockstat6: everything("sockstat6", "sockstat6."),
      snmp: everything("snmp", ""),
      netstat: everything("netstat", ""),
    });
    const others = ["census", "agent", "sys"];
    expect(values).toEqual(METRICS.map(({ id, source }) => (others.includes(source) ? null : id)));
  });

  it("keeps a counter that this kernel does not have as null, without a word", () => {
    const { of, problems } = collect({});
    expect(of("TcpExt.TCPReqQFullDrop")).toBeNull();
    expect(problems).toEqual([]);
  });

  it("keeps a real zero", () => {
    expect(collect({}).of("sockstat.TCP.orphan")).toBe(0);
  });

  it("takes a host without IPv6 for what it is", () => {
    const { of, problems } = collect({ sockstat6: { status: "absent" } });
    expect(of("sockstat6.TCP6.inuse")).toBeNull();
    expect(problems).toEqual([]);
  });

  it("goes on with the other files when one cannot be read, and says why", () => {
    const { of, problems } = collect({
      netstat: { status: "unreadable", reason: "EACCES" },
      snmp: { status: "absent" },
    });
    expect(of("TcpExt.ListenDrops")).toBeNull();
    expect(of("Tcp.CurrEstab")).toBeNull();
    expect(of("sockstat.TCP.tw")).toBe(4);
    expect(problems).toEqual(["net/snmp does not exist", "net/netstat cannot be read: EACCES"]);
  });

  it("passes on what the parser could not take", () => {
    const { of, problems } = collect({
      sockstat: fields({ "TCP.tw": 1 }, ['TCP.inuse: "x" is not a whole number']),
    });
    expect(of("sockstat.TCP.tw")).toBe(1);
    expect(problems).toEqual(['net/sockstat: TCP.inuse: "x" is not a whole number']);
  });

  it.each([-1, 2 ** 53, 2 ** 64])("takes no figure that cannot be exact or true (%d)", (value) => {
    const { of, problems } = collect({ snmp: fields({ "Tcp.ActiveOpens": value }) });
    expect(of("Tcp.ActiveOpens")).toBeNull();
    expect(problems).toEqual(["net/snmp: Tcp.ActiveOpens is out of range"]);
  });

  it("gives nulls and the reason when reading fails altogether", () => {
    const { values, problems } = collect(() => {
      throw new Error("EBADF: bad file descriptor");
    });
    expect(new Set(values)).toEqual(new Set([null]));
    expect(problems).toEqual(["the counters could not be read: EBADF: bad file descriptor"]);
  });
});
