import type { Sample } from "@fourtuple/core/samples";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SampleQueue } from "./sample-queue.js";

const EPOCH = 1000;

function sample(seq: number): Sample {
  return { epochMs: EPOCH, seq, atMs: seq, censusSource: "none", partial: false, values: [] };
}

function filled(limit: number, count: number): SampleQueue {
  const queue = new SampleQueue(limit);
  for (let seq = 1; seq <= count; seq++) queue.push(sample(seq));
  return queue;
}

function drain(queue: SampleQueue): number[] {
  const seqs: number[] = [];
  for (let next = queue.takeUnsent(); next !== undefined; next = queue.takeUnsent()) seqs.push(next.seq);
  return seqs;
}

describe("SampleQueue", () => {
  it("gives each sample once, oldest first", () => {
    const queue = filled(10, 3);
    expect(drain(queue)).toEqual([1, 2, 3]);
    expect(drain(queue)).toEqual([]);
    queue.push(sample(4));
    expect(drain(queue)).toEqual([4]);
  });

  it("gives what is not acknowledged again after a new connection", () => {
    const queue = filled(10, 5);
    drain(queue);
    queue.acknowledge(EPOCH, 2);
    queue.rewind();
    expect(drain(queue)).toEqual([3, 4, 5]);
  });

  it("drops the oldest when it is full, and counts them", () => {
    const queue = filled(900, 1000);
    expect(queue.size).toBe(900);
    expect(queue.dropped).toBe(100);
    expect(drain(queue)[0]).toBe(101);
  });

  it("sends nothing twice when samples that were sent are dropped", () => {
    const queue = filled(3, 3);
    expect(drain(queue)).toEqual([1, 2, 3]);
    queue.push(sample(4));
    queue.push(sample(5));
    expect(drain(queue)).toEqual([4, 5]);
  });

  it("keeps what was not sent, even if its number is acknowledged", () => {
    const queue = filled(10, 4);
    queue.takeUnsent();
    queue.acknowledge(EPOCH, 4);
    expect(queue.size).toBe(3);
    expect(drain(queue)).toEqual([2, 3, 4]);
  });

  it("takes no acknowledgement of another run of the agent, nor one that is old", () => {
    const queue = filled(10, 3);
    drain(queue);
    queue.acknowledge(EPOCH - 1, 3);
    queue.acknowledge(EPOCH, 0);
    expect(queue.size).toBe(3);
  });

  it("never loses an unacknowledged sample while there is room, whatever happens in between", () => {
    const step = fc.oneof(
      fc.constant({ do: "push" } as const),
      fc.constant({ do: "send" } as const),
      fc.constant({ do: "reconnect" } as const),
      fc.record({ do: fc.constant("ack" as const), seq: fc.nat(60) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const queue = new SampleQueue(1000);
        const received = new Set<number>();
        let seq = 0;
        let acked = 0;
        for (const action of steps) {
          if (action.do === "push") queue.push(sample(++seq));
          if (action.do === "reconnect") queue.rewind();
          if (action.do === "send") for (const sent of drain(queue)) received.add(sent);
          if (action.do === "ack") {
            acked = Math.min(action.seq, received.size);
            queue.acknowledge(EPOCH, acked);
          }
        }
        queue.rewind();
        for (const sent of drain(queue)) received.add(sent);
        expect(received.size).toBe(seq);
      }),
    );
  });
});
