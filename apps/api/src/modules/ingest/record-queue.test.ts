import { RECORD_KIND } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { RecordQueue, type RecordTarget } from "./record-queue.js";

function targetOf(log: string[], hostId: string): RecordTarget {
  const note = (word: string) => () => void log.push(`${hostId} ${word}`);
  return { hostId, answer: () => undefined, hold: note("held"), release: note("released") };
}

function record(target: RecordTarget, bytes: number, id = 1) {
  const frame = { kind: RECORD_KIND.PACK, id, body: new Uint8Array(bytes) };
  return { target, record: frame, receivedMs: 0, clockSkewMs: 0 };
}

describe("RecordQueue", () => {
  it("gives records back in the order they came, and knows how many bytes wait", () => {
    const queue = new RecordQueue(100);
    const target = targetOf([], "a");
    for (const id of [1, 2, 3]) queue.push(record(target, 10, id));
    expect(queue.peek(2).map((item) => item.record.id)).toEqual([1, 2]);
    queue.drop(2);
    expect(queue.peek(9).map((item) => item.record.id)).toEqual([3]);
    expect([queue.length, queue.bytes]).toEqual([1, 10]);
  });

  it("drops nothing when it is full, but holds who sends until half of it is free", () => {
    const log: string[] = [];
    const queue = new RecordQueue(100);
    const [a, b] = [targetOf(log, "a"), targetOf(log, "b")];
    queue.push(record(a, 60));
    expect(log).toEqual([]);
    queue.push(record(b, 60));
    queue.push(record(a, 60));
    expect(log).toEqual(["b held", "a held"]);
    expect(queue.length).toBe(3);
    queue.drop(1);
    queue.drop(1);
    expect(log).toHaveLength(2);
    queue.drop(1);
    expect(log.slice(2)).toEqual(["b released", "a released"]);
  });
});
