import { describe, expect, it } from "vitest";
import { TCP_STATES } from "../tcp/states.js";
import { METRIC_COUNT, METRICS, metricByName, STATE_METRIC_ID } from "./metrics.js";

describe("METRICS", () => {
  it("gives each metric the id that is its place, and a name of its own", () => {
    expect(METRICS.map(({ id }) => id)).toEqual([...METRICS.keys()]);
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRIC_COUNT);
  });

  it("keeps the ids that frames and stored rows already hold", () => {
    const fixed = { 0: "states.LISTEN", 10: "states.CLOSE", 11: "sockstat.TCP.inuse", 17: "Tcp.CurrEstab" };
    for (const [id, name] of Object.entries(fixed)) expect(METRICS[Number(id)]?.name).toBe(name);
    expect(METRICS.at(61)?.name).toBe("TcpExt.TCPDSACKRecv");
    expect(METRICS.at(62)?.name).toBe("census.finWait2InTimeWait");
    expect(METRICS.at(75)?.name).toBe("fs.file-nr.max");
  });

  it("finds a metric by its exact name only", () => {
    expect(metricByName("Tcp.ActiveOpens")?.kind).toBe("counter");
    expect(metricByName("tcp.activeopens")).toBeUndefined();
  });

  it("knows the id of each state's count", () => {
    for (const state of TCP_STATES) expect(METRICS[STATE_METRIC_ID[state]]?.name).toBe(`states.${state}`);
  });

  it("marks what belongs to the whole host", () => {
    const ofHost = METRICS.filter(({ scope }) => scope === "host").map(({ name }) => name);
    expect(ofHost).toEqual([
      "sockstat.TCP.orphan",
      "sockstat.TCP.alloc",
      "sockstat.TCP.mem",
      "net.netfilter.nf_conntrack_max",
      "fs.file-nr.allocated",
      "fs.file-nr.max",
    ]);
  });
});
