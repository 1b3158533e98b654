import { FRAME } from "@fourtuple/contracts/agent";
import { decodeSample, type Sample } from "@fourtuple/core/samples";
import { makeSampleRun } from "@fourtuple/testkit/samples";
import { describe, expect, it } from "vitest";
import { LiveFrames } from "./live-frames.js";

const run = makeSampleRun({ count: 10 });

/** A connection, decoded as the server does; it can be clogged. */
function openWire() {
  const samples: Sample[] = [];
  const lengths: number[] = [];
  return {
    samples,
    lengths,
    clogged: false,
    isClogged() {
      return this.clogged;
    },
    send(frame: Uint8Array) {
      expect(frame[0]).toBe(FRAME.SAMPLE);
      const decoded = decodeSample(frame.subarray(1), samples.at(-1) ?? null);
      if (!decoded.ok) throw new Error(decoded.reason);
      samples.push(decoded.sample);
      lengths.push(frame.length);
    },
  };
}

describe("LiveFrames", () => {
  it("begins each connection with the open minute, whole once and then by what changed", () => {
    const live = new LiveFrames();
    for (const wire of [openWire(), openWire()]) {
      live.begin(wire, run.slice(0, 5));
      for (const sample of run.slice(5)) live.send(wire, sample);
      expect(wire.samples).toEqual(run);
      expect(Math.max(...wire.lengths.slice(1))).toBeLessThan(wire.lengths[0] ?? 0);
    }
  });

  it("leaves out what a clogged connection does not take, and is whole again after it", () => {
    const live = new LiveFrames();
    const wire = openWire();
    for (const [index, sample] of run.entries()) {
      wire.clogged = index >= 3 && index < 6;
      live.send(wire, sample);
    }
    expect(wire.samples).toEqual([...run.slice(0, 3), ...run.slice(6)]);
  });
});
