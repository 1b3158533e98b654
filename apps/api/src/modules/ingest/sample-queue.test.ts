import { makeSample } from "@fourtuple/testkit/samples";
import { describe, expect, it } from "vitest";
import { buildAcknowledgements } from "./acknowledgements.js";
import { SampleIntake } from "./sample-intake.js";
import { type AckTarget, type QueuedSample, SampleQueue } from "./sample-queue.js";

const target = (hostId: string): AckTarget => ({ hostId, acknowledge: () => undefined });
const item = (to: AckTarget, seq: number, epochMs = 1): QueuedSample => ({
  target: to,
  sample: { ...makeSample({ seq, epochMs }), receivedMs: 0, clockSkewMs: 0 },
});

describe("SampleQueue", () => {
  it("keeps order, and keeps what is looked at until it is dropped", () => {
    const queue = new SampleQueue({ total: 10, perTarget: 10 });
    const a = target("a");
    for (const seq of [1, 2, 3]) queue.push(item(a, seq));
    expect(queue.peek(2).map(({ sample }) => sample.seq)).toEqual([1, 2]);
    expect(queue.length).toBe(3);
    queue.drop(2);
    expect(queue.peek(9).map(({ sample }) => sample.seq)).toEqual([3]);
  });

  it("refuses what is beyond its bounds, in all and for each connection, until there is room again", () => {
    const queue = new SampleQueue({ total: 4, perTarget: 3 });
    const [a, b] = [target("a"), target("b")];
    expect([1, 2, 3, 4].map((seq) => queue.push(item(a, seq)))).toEqual([true, true, true, false]);
    expect([1, 2].map((seq) => queue.push(item(b, seq)))).toEqual([true, false]);
    queue.drop(1);
    expect(queue.push(item(a, 4))).toBe(true);
    expect(queue.push(item(a, 5))).toBe(false);
  });
});

describe("buildAcknowledgements", () => {
  it("makes one ack for each connection and epoch, through the highest seq", () => {
    const [a, b] = [target("a"), target("b")];
    const acks = buildAcknowledgements([
      { item: item(a, 1), outcome: "written" },
      { item: item(b, 9), outcome: "duplicate" },
      { item: item(a, 2), outcome: { rejected: "bad" } },
      { item: item(a, 1, 2), outcome: "written" },
    ]);
    const empty = { written: 0, duplicate: 0, rejected: [] };
    expect(acks).toEqual([
      {
        target: a,
        ack: { ...empty, epochMs: 1, ackedThrough: 2, written: 1, rejected: [{ seq: 2, reason: "bad" }] },
      },
      { target: a, ack: { ...empty, epochMs: 2, ackedThrough: 1, written: 1 } },
      { target: b, ack: { ...empty, epochMs: 1, ackedThrough: 9, duplicate: 1 } },
    ]);
  });
});

describe("SampleIntake", () => {
  it("says what is wrong with bytes that are no sample", () => {
    expect(new SampleIntake(1).read(new Uint8Array())).toMatchObject({ ok: false });
  });
});
