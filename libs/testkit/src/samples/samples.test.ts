import { createPublicKey, verify } from "node:crypto";
import { helloSchema, proofMessage } from "@fourtuple/contracts/agent";
import { METRIC_COUNT, METRICS, metricByName } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { makeAgentIdentity } from "./agent-identity.js";
import { makeSample, makeSampleRun, SAMPLE_EPOCH_MS } from "./samples.js";

const id = (name: string) => metricByName(name)?.id ?? -1;

describe("makeSampleRun", () => {
  const run = makeSampleRun({ count: 300, startMs: 5_000, epochMs: 4_000, firstSeq: 7 });

  it("makes consecutive samples that hold every metric as a whole number", () => {
    expect(run).toHaveLength(300);
    expect(run[0]).toMatchObject({ epochMs: 4_000, seq: 7, atMs: 5_000 });
    expect(run[299]).toMatchObject({ epochMs: 4_000, seq: 306, atMs: 304_000 });
    for (const { values } of run) {
      expect(values).toHaveLength(METRIC_COUNT);
      expect(values.every((value) => value !== null && Number.isSafeInteger(value) && value >= 0)).toBe(true);
    }
  });

  it("lets counters rise and never fall, and gauges move both ways", () => {
    const steps = (metric: number) =>
      run.slice(1).map(({ values }, index) => (values[metric] ?? 0) - (run[index]?.values[metric] ?? 0));
    for (const { id: metric } of METRICS.filter(({ kind }) => kind === "counter")) {
      expect(Math.min(...steps(metric))).toBeGreaterThanOrEqual(0);
    }
    expect(Math.min(...steps(id("Tcp.InSegs")))).toBeGreaterThan(0);
    expect(Math.min(...steps(id("states.ESTABLISHED")))).toBeLessThan(0);
    expect(Math.max(...steps(id("states.ESTABLISHED")))).toBeGreaterThan(0);
  });

  it("lets the files of /proc agree with each other", () => {
    for (const { values } of run) {
      const value = (name: string) => values[id(name)] ?? Number.NaN;
      expect(value("sockstat.TCP.tw")).toBe(value("states.TIME_WAIT"));
      expect(value("Tcp.CurrEstab")).toBe(value("states.ESTABLISHED") + value("states.CLOSE_WAIT"));
    }
  });

  it("is the same for the same seed and another for another", () => {
    expect(makeSampleRun({ count: 3 })).toEqual(makeSampleRun({ count: 3 }));
    expect(makeSampleRun({ count: 3, seed: 2 })).not.toEqual(makeSampleRun({ count: 3 }));
  });
});

describe("makeSample", () => {
  it("changes what the test asks for", () => {
    const sample = makeSample({ seq: 9, metrics: { "states.TIME_WAIT": 28_000, "Tcp.InSegs": null } });
    expect(sample).toMatchObject({ seq: 9, atMs: SAMPLE_EPOCH_MS });
    expect(sample.values[id("states.TIME_WAIT")]).toBe(28_000);
    expect(sample.values[id("Tcp.InSegs")]).toBeNull();
  });

  it("refuses a metric that does not exist", () => {
    expect(() => makeSample({ metrics: { "states.TIMEWAIT": 1 } })).toThrow("no metric states.TIMEWAIT");
  });
});

describe("makeAgentIdentity", () => {
  it("signs a hello that the contract takes and its key proves", () => {
    const identity = makeAgentIdentity();
    const hello = helloSchema.parse(identity.hello("n".repeat(43), { epochMs: 77 }));
    const key = createPublicKey({
      format: "jwk",
      key: { kty: "OKP", crv: "Ed25519", x: identity.publicKey },
    });
    const proof = Buffer.from(proofMessage("n".repeat(43), identity.publicKey, 77));
    expect(verify(null, proof, key, Buffer.from(hello.signature, "base64url"))).toBe(true);
  });
});
